//! The token is sent, and never said.

use std::time::Duration;

use apify::{DoorOptions, StartError, Token};
use model::MicroDollars;
use serde_json::json;

use crate::script::{SECRET, Step, door, fault, raw};

#[tokio::test(start_paused = true)]
async fn no_error_shows_it_even_where_the_backend_tells_everything() {
    let echo = || {
        fault(
            400,
            SECRET,
            &format!("header Authorization: Bearer {SECRET} of https://a/runs/secretid"),
        )
    };
    let steps = [
        vec![
            Step::Breaks,
            Step::Breaks,
            Step::Breaks,
            Step::Breaks,
            Step::Breaks,
            echo(),
            echo(),
        ],
        vec![raw(200, json!(SECRET).to_string()); 4],
    ];
    let (door, script) = door(steps.concat());
    let mut said = Vec::new();
    let error = door.run("r1secretid", Duration::ZERO).await.unwrap_err();
    said.extend([error.to_string(), format!("{error:?}")]);
    for _ in 0..2 {
        let error = door
            .start("a", &json!({}), MicroDollars::new(1))
            .await
            .unwrap_err();
        said.extend([error.to_string(), format!("{error:?}")]);
        assert_eq!(matches!(error, StartError::Unknown(_)), said.len() == 4);
    }
    let error = door.dataset("d").await.unwrap_err();
    said.extend([error.to_string(), format!("{error:?}")]);
    let error = door.items("d", 0, 1).await.unwrap_err();
    said.extend([error.to_string(), format!("{error:?}"), format!("{door:?}")]);
    assert!(script.is_over());
    for text in said {
        assert!(!text.contains("Wn5BQ7") && !text.contains("secretid"), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_goes_in_a_header_and_never_into_an_address() {
    let (door, script) = door([raw(200, "{\"data\":{\"itemCount\":1}}")]);
    door.dataset("d").await.unwrap();
    let asked = &script.asked()[0];
    assert!(!asked.url.contains("Wn5BQ7"));
    assert_eq!(asked.headers["Authorization"], format!("Bearer {SECRET}"));
}

#[test]
fn options_can_be_printed() {
    let options = DoorOptions::new(Token::new(SECRET));
    let text = format!("{options:?}");
    assert!(text.contains("[token]") && !text.contains("Wn5BQ7"), "{text}");
}
