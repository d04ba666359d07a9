//! What no page may hold, judged by the rules of HTML itself: the tokens that a browser would see.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Where pages may send people besides their own house.
const LIBRARY: &str = "https://www.facebook.com/ads/library/";

/// Elements that no page of ours has.
const FOREIGN: [&str; 9] = [
    "iframe", "object", "embed", "base", "applet", "frame", "img", "audio", "video",
];

/// Attributes that name an address.
const ADDRESSES: [&str; 8] = [
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
    "srcset",
    "data",
];

/// What is wrong with a page, each in a line; nothing where it is harmless.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = characters(html);
    let judge = Judge::default();
    let tokenizer = Tokenizer::new(judge, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    faults.extend(tokenizer.sink.faults.take());
    faults
}

/// Characters that turn the text around them, and those that are none.
fn characters(html: &str) -> Vec<String> {
    let bad = |c: &char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    html.char_indices()
        .filter(|(_, c)| bad(c))
        .map(|(at, c)| format!("{c:?} at {at}: {:?}", around(html, at)))
        .take(5)
        .collect()
}

fn around(text: &str, at: usize) -> String {
    let start = text.floor_char_boundary(at.saturating_sub(60));
    text[start..].chars().take(80).collect()
}

#[derive(Default)]
struct Judge {
    faults: RefCell<Vec<String>>,
    /// Whether the text that comes is a script's.
    script: RefCell<bool>,
}

impl TokenSink for Judge {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(_) => *self.script.borrow_mut() = false,
            Token::CharacterTokens(text) if *self.script.borrow() && !text.trim().is_empty() => {
                self.fault(&format!("a script with text: {text}"));
            }
            Token::NullCharacterToken => self.fault("a NUL"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Judge {
    fn fault(&self, fault: &str) {
        self.faults.borrow_mut().push(fault.chars().take(300).collect());
    }

    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if FOREIGN.contains(&name) {
            self.fault(&format!("an element {name}"));
        }
        let value = |wanted: &str| {
            let found = tag
                .attrs
                .iter()
                .find(|attribute| &*attribute.name.local == wanted);
            found.map(|attribute| attribute.value.to_string())
        };
        if name == "meta" && value("http-equiv").is_some() {
            self.fault("a meta http-equiv");
        }
        for attribute in &tag.attrs {
            self.attribute(
                name,
                &attribute.name.local,
                &attribute.value,
                value("rel").as_deref(),
            );
        }
        match name {
            "script" => {
                *self.script.borrow_mut() = true;
                if value("src").is_none_or(|src| !src.starts_with("/assets/")) {
                    self.fault("a script that is not ours");
                }
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            "style" => {
                self.fault("a style element");
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            // A `title` is text in the head and markup in a drawing: both are judged as markup, the stricter way.
            "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn attribute(&self, element: &str, name: &str, value: &str, rel: Option<&str>) {
        let wrong = |why: &str| self.fault(&format!("<{element} {name}={value:?}>: {why}"));
        if name.starts_with("on") {
            wrong("a handler of events");
        }
        if name == "style" || name == "srcdoc" {
            wrong("not allowed");
        }
        if !ADDRESSES.contains(&name) {
            return;
        }
        let own = value.starts_with(['/', '#', '?']) && !value.starts_with("//") && !value.starts_with("/\\");
        let icon = element == "link" && rel == Some("icon") && value.starts_with("data:image/svg+xml");
        if own || icon || value.is_empty() {
            return;
        }
        let abroad =
            value.starts_with(LIBRARY) || value.starts_with("https://") || value.starts_with("http://");
        if element != "a" || !abroad {
            wrong("leads to a strange place");
        } else if rel.is_none_or(|rel| !rel.contains("noopener") || !rel.contains("noreferrer")) {
            wrong("tells a stranger where it comes from");
        }
    }
}
