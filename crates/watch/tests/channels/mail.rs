//! Mail against a small SMTP server.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use watch::channels::{Channels, Refusal};
use watch::outbox::{Content, Kind, Message};

use super::{now, open};

type Letters = Arc<Mutex<Vec<String>>>;

/// Answers each `RCPT` with `answer`, and keeps what it was given.
async fn server(answer: &'static str) -> (String, Letters) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let letters = Letters::default();
    let kept = Arc::clone(&letters);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(talk(stream, answer, Arc::clone(&kept)));
        }
    });
    (address, letters)
}

async fn talk(stream: TcpStream, answer: &'static str, letters: Letters) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let verb = line
            .split([' ', '\r'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let reply = match verb.as_str() {
            "EHLO" => "250-here\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "RCPT" => answer,
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while !letter.ends_with("\r\n.\r\n") {
                    stream.read_line(&mut letter).await?;
                }
                letters.lock().unwrap().push(letter);
                "250 taken"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 well",
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

fn channels(address: &str) -> Channels {
    let toml = "[[channel]]\nname = \"m\"\nkind = \"mail\"\nfrom = \"Watch <watch@shop.example>\"\n\
                to = [\"amel@shop.example\", \"sami@shop.example\"]\n";
    open(
        toml,
        &[("SELLERS_ADS_SMTP_URL", &format!("smtp://user:hush@{address}"))],
    )
    .unwrap()
}

fn message() -> Message {
    let content = Content {
        kind: Kind::Digest,
        subject: "Six publicités".to_owned(),
        text: "six new ads\n".to_owned(),
        html: Some("<p>six new ads</p>".to_owned()),
        data: serde_json::Value::Null,
    };
    Message::new("m", "digest", content, now())
}

#[tokio::test]
async fn a_mail_has_both_forms_and_the_same_id_each_time() {
    let (address, letters) = server("250 well").await;
    let channels = channels(&address);
    let sent = message();
    for _ in 0..2 {
        channels.get("m").unwrap().send(&sent, now()).await.unwrap();
    }
    let letters = letters.lock().unwrap();
    assert_eq!(letters.len(), 2);
    for letter in letters.iter() {
        assert!(
            letter.contains(&format!("Message-ID: <{}@shop.example>", sent.key)),
            "{letter}"
        );
        assert!(
            letter.contains("multipart/alternative") && letter.contains("text/plain"),
            "{letter}"
        );
        assert!(letter.contains("<p>six new ads</p>"), "{letter}");
        assert!(letter.contains("Mon, 23 Nov 2026 08:00:00 +0000"), "{letter}");
        assert!(
            letter.contains("To: amel@shop.example, sami@shop.example"),
            "{letter}"
        );
    }
}

#[tokio::test]
async fn what_a_server_says_for_now_is_told_from_what_it_says_for_good() {
    for (answer, for_good) in [("450 busy", false), ("550 no amel@shop.example here", true)] {
        let (address, _) = server(answer).await;
        let refusal = channels(&address)
            .get("m")
            .unwrap()
            .send(&message(), now())
            .await
            .unwrap_err();
        assert_eq!(matches!(refusal, Refusal::ForGood { .. }), for_good, "{answer}");
        assert_eq!(
            refusal.to_string(),
            format!("status {}", &answer[..3]),
            "no words of the server"
        );
    }
}
