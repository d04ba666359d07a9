//! A zone as a master file, with absolute names: what [`Zone::parse`] reads back.

use std::fmt;

use super::super::zone::{Data, Zone};

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in self.iter() {
            write!(f, "{}. {} {}", entry.name, entry.ttl, entry.data.kind())?;
            data(entry.data, f)?;
            f.write_str("\n")?;
        }
        Ok(())
    }
}

fn data(data: &Data, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match data {
        Data::A(address) => write!(f, " {address}"),
        Data::Aaaa(address) => write!(f, " {address}"),
        Data::Cname(name) | Data::Ns(name) => write!(f, " {name}."),
        Data::Txt(strings) => strings.iter().try_for_each(|text| string(text, f)),
        Data::Soa(soa) => write!(
            f,
            " {}. {}. {} {} {} {} {}",
            soa.server, soa.mailbox, soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum
        ),
    }
}

fn string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(" \"")?;
    for char in text.chars() {
        match char {
            '"' | '\\' => write!(f, "\\{char}")?,
            _ if char.is_ascii_control() => write!(f, "\\{:03}", u32::from(char))?,
            _ => write!(f, "{char}")?,
        }
    }
    f.write_str("\"")
}
