//! As much of MongoDB's wire protocol as the proxy must understand
//! (<https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/>).

use std::io::{self, Read, Write};

use mongodb::bson::doc;

/// Length, request, response to, operation.
const HEAD: usize = 16;
const OP_MSG: i32 = 2013;
/// A section that is one document.
const BODY: u8 = 0;

/// A message as it stands on the wire.
pub struct Message(Vec<u8>);

impl Message {
    /// The next one; `None` at the end.
    pub fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut head = [0; 4];
        match from.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let length = usize::try_from(i32::from_le_bytes(head)).map_err(io::Error::other)?;
        let mut bytes = vec![0; length.max(HEAD)];
        bytes[..4].copy_from_slice(&head);
        from.read_exact(&mut bytes[4..])?;
        Ok(Some(Self(bytes)))
    }

    /// Sends it in one go.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.0)
    }

    fn number(&self, place: usize) -> i32 {
        i32::from_le_bytes(self.0[place..place + 4].try_into().unwrap())
    }

    /// The command's name: the first key of its document; empty for operations of old.
    pub fn command(&self) -> String {
        // Flags, the kind of the first section, the document's length, the type of its first value.
        let key = HEAD + 4 + 1 + 4 + 1;
        if self.number(12) != OP_MSG || self.0.get(HEAD + 4) != Some(&BODY) {
            return String::new();
        }
        let name = self.0[key..].iter().take_while(|byte| **byte != 0);
        name.map(|byte| char::from(*byte)).collect()
    }
}

/// The answer of a server that is no primary.
pub fn not_primary(request: &Message) -> Message {
    let document = doc! {
        "ok": 0.0,
        "errmsg": "not primary",
        "code": 10_107,
        "codeName": "NotWritablePrimary",
    };
    let body = document.to_vec().unwrap();
    let length = i32::try_from(HEAD + 4 + 1 + body.len()).unwrap();
    let mut bytes = Vec::new();
    for number in [length, 1, request.number(4), OP_MSG, 0] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.push(BODY);
    bytes.extend_from_slice(&body);
    Message(bytes)
}
