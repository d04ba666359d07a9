//! What of an item belongs to the listing or the moment, and so says nothing of the ad.
//!
//! The two ads that the recorded scan holds twice, ten hours apart, differ in nothing else. Digests made by this list
//! are stored in bases: whoever changes it has old digests taken for damage, unless [`super::is_content_digest`] goes on
//! to know the list that was.

/// What a member of an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It counts.
    Content,
    /// It does not.
    Left,
    /// It counts once the ad no longer runs.
    WhileActive,
    /// Whether the ad runs. It counts, `false` too.
    Active,
    /// The page's name. It counts.
    PageName,
    /// The page's name once more, which only one of the listing's two shapes carries: it counts where it is another.
    CurrentPageName,
}

/// How the names of fields end that hold the address of a picture or film.
const MEDIA: [&[u8]; 10] = [
    b"image_url",
    b"ImageUrl",
    b"hd_url",
    b"HdUrl",
    b"sd_url",
    b"SdUrl",
    b"picture_url",
    b"PictureUrl",
    b"pic_url",
    b"PicUrl",
];

/// Meta's servers for pictures and films.
const MEDIA_HOSTS: [&[u8]; 2] = [b".fbcdn.net", b".cdninstagram.com"];

/// A member of the item itself. Left out are, in this order: the search that brought it; the answer that it came in, and
/// where in it; the page that was searched; the page's kind, which only items that are not among the first of a listing
/// carry; what holds a token of the asker. Of an ad that runs Meta gives about the day of the scan as its end, and how
/// long it ran until then.
pub(super) fn of_item(key: &[u8]) -> Part {
    match key {
        b"url"
        | b"inputUrl"
        | b"input_url"
        | b"searchUrl"
        | b"search_url"
        | b"searchKeyword"
        | b"search_keyword"
        | b"position"
        | b"total"
        | b"totalCount"
        | b"total_count"
        | b"adsCount"
        | b"ads_count"
        | b"isResultComplete"
        | b"is_result_complete"
        | b"pageInfo"
        | b"page_info"
        | b"entityType"
        | b"entity_type"
        | b"ad_snapshot_url" => Part::Left,
        b"end_date"
        | b"endDate"
        | b"end_date_formatted"
        | b"endDateFormatted"
        | b"total_active_time"
        | b"totalActiveTime" => Part::WhileActive,
        b"is_active" | b"isActive" | b"ad_active_status" => Part::Active,
        _ => of_any(key),
    }
}

/// A member of any other object. Left out are how many like the page today, and its kind once more.
pub(super) fn of_any(key: &[u8]) -> Part {
    match key {
        b"page_name" | b"pageName" => Part::PageName,
        b"current_page_name" | b"currentPageName" => Part::CurrentPageName,
        b"page_like_count" | b"pageLikeCount" | b"page_entity_type" | b"pageEntityType" => Part::Left,
        _ => Part::Content,
    }
}

/// The part of a text that counts. Meta's servers sign each address of a picture or film anew for each delivery, and
/// name a server near the asker: the path alone says which picture it is.
pub(super) fn counting<'t>(key: &[u8], text: &'t [u8]) -> &'t [u8] {
    let Some(rest) = text.strip_prefix(b"https://") else {
        return text;
    };
    let Some((host, path)) = memchr::memchr(b'/', rest).and_then(|end| rest.split_at_checked(end)) else {
        return text;
    };
    let is_media = MEDIA_HOSTS.iter().any(|suffix| host.ends_with(suffix))
        && MEDIA.iter().any(|ending| key.ends_with(ending));
    let end = memchr::memchr2(b'?', b'#', path);
    match end {
        Some(end) if is_media => path.get(..end).unwrap_or(path),
        None if is_media => path,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_picture_the_path_counts() {
        let path = b"/v/t39.35426-6/1_2_n.jpg";
        for address in [
            "https://scontent.fcnx4-1.fna.fbcdn.net/v/t39.35426-6/1_2_n.jpg?_nc_cat=1&oe=6956EBDC",
            "https://scontent-man2-1.xx.fbcdn.net/v/t39.35426-6/1_2_n.jpg?oe=7",
            "https://scontent.cdninstagram.com/v/t39.35426-6/1_2_n.jpg#x?",
            "https://a.fbcdn.net/v/t39.35426-6/1_2_n.jpg",
        ] {
            for key in ["original_image_url", "videoHdUrl", "page_profile_picture_url"] {
                assert_eq!(counting(key.as_bytes(), address.as_bytes()), path, "{key}");
            }
            // Where an ad leads is content whole, wherever that is.
            for key in ["link_url", "linkUrl", "caption", "text"] {
                assert_eq!(counting(key.as_bytes(), address.as_bytes()), address.as_bytes());
            }
        }
    }

    #[test]
    fn of_any_other_address_all_counts() {
        for text in [
            "https://fbcdn.net.evil.tn/a.jpg?x",
            "https://xfbcdn.net/a.jpg?x",
            "https://a.tn/.fbcdn.net/a.jpg?x",
            "https://a.fbcdn.net?x",
            "http://a.fbcdn.net/a.jpg?x",
            "a.fbcdn.net/a.jpg?x",
            "",
        ] {
            assert_eq!(counting(b"original_image_url", text.as_bytes()), text.as_bytes());
        }
    }
}
