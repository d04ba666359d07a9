//! Redirectors: the target that a link itself names. No network; what must be fetched stays unread.

mod base64url;
mod hosts;
mod intent;
mod parameters;
mod paths;

use crate::catalogue::{Catalogue, Method, Redirector};
use crate::reading::{Address, Reading, read};

pub(crate) use intent::intent_target;

/// The target of a redirector's link: the first candidate that is a link itself.
pub(crate) fn target(
    catalogue: &Catalogue,
    redirector: &Redirector,
    address: &Address<'_>,
) -> Option<String> {
    candidates(redirector, address)
        .into_iter()
        .find(|text| is_link(catalogue, text))
}

/// Whether a candidate leads anywhere: a search word in the same parameter does not.
fn is_link(catalogue: &Catalogue, text: &str) -> bool {
    match read(text) {
        Reading::Address(_) | Reading::Template => true,
        Reading::Scheme { scheme, text } => catalogue.scheme(&scheme).is_some() || text.contains("://"),
        Reading::NoLink | Reading::Malformed | Reading::MailAddress => false,
    }
}

fn candidates(redirector: &Redirector, address: &Address<'_>) -> Vec<String> {
    let values = || parameters::values(address.query(), &redirector.parameters);
    match redirector.method {
        Method::Parameter => values().collect(),
        Method::Query => vec![address.query().to_owned()],
        Method::ParameterOrQuery => values().chain([address.query().to_owned()]).collect(),
        Method::Bing => values()
            .filter_map(|value| base64url::decode_marked(&value))
            .collect(),
        Method::Proofpoint => values().map(|value| parameters::proofpoint(&value)).collect(),
        Method::Cache => values().flat_map(|value| parameters::kept_page(&value)).collect(),
        Method::EncodedPath => paths::encoded_segments(address.path()),
        Method::AmpPath => paths::amp_path(&address.tail).into_iter().collect(),
        Method::AmpCache => paths::amp_cache(&address.tail)
            .or_else(|| hosts::undashed(address))
            .into_iter()
            .collect(),
        Method::DashedHost => hosts::undashed(address).into_iter().collect(),
        Method::Archive => paths::archived(&address.tail).into_iter().collect(),
        Method::Underscores => paths::between_underscores(&address.tail).into_iter().collect(),
    }
}
