//! The Facebook pages of a seller, with how surely each is its own and its place in the Ad Library.

use model::document::{MappedPage, Mapping, PageMetrics, Report};

use super::{nothing, outside};
use crate::format::Html;
use crate::parts;
use crate::shell::Shell;

/// One page.
pub struct PageRow {
    pub name: Html,
    pub ads: Html,
    pub share: Html,
    pub confidence: Html,
}

/// Those of the mapping, else (documents of older programs) those of the report, else bare ids.
pub fn of(shell: &Shell<'_>, mapping: Option<&Mapping>, report: Option<&Report>) -> Vec<PageRow> {
    let mapped = mapping.map_or(&[][..], |mapping| &mapping.pages);
    if !mapped.is_empty() {
        return mapped.iter().map(|page| of_mapping(shell, page)).collect();
    }
    let reported = report.map_or(&[][..], |report| &report.facebook_pages);
    if !reported.is_empty() {
        return reported.iter().map(|page| of_report(shell, page)).collect();
    }
    let ids = mapping.map_or(&[][..], |mapping| &mapping.processing_metadata.facebook_pages);
    let bare = |id: &String| PageRow {
        name: name(shell, id, ""),
        ads: nothing(),
        share: nothing(),
        confidence: nothing(),
    };
    ids.iter().map(bare).collect()
}

fn of_mapping(shell: &Shell<'_>, page: &MappedPage) -> PageRow {
    PageRow {
        name: name(shell, &page.page_id, &page.page_name),
        ads: shell.w.count(page.total_ads),
        share: shell.w.percent(page.share),
        confidence: parts::confidence_chip(shell.w, page.confidence),
    }
}

fn of_report(shell: &Shell<'_>, page: &PageMetrics) -> PageRow {
    PageRow {
        name: name(shell, &page.page_id, &page.page_name),
        ads: shell.w.count(page.total_ads),
        share: nothing(),
        confidence: nothing(),
    }
}

/// The page's name (its id where it has none), leading to its ads in the Ad Library.
pub fn name(shell: &Shell<'_>, id: &str, name: &str) -> Html {
    let shown = match (name.is_empty(), id.is_empty()) {
        (false, _) => Html::isolated(name),
        (true, false) => Html::isolated(id),
        (true, true) => return nothing(),
    };
    match outside::library_of_page(id, &shell.visit.config.country) {
        Some(href) => outside::anchor(&href, &shown),
        None => shown,
    }
}
