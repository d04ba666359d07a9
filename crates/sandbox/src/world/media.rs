//! Addresses of pictures and films, as long as Meta's signed ones; they lead nowhere.

use std::fmt::Write as _;

use crate::world::rng::Rng;

const IMAGE_HOST: &str = "scontent-xyz.xx.fbcdn.net";
const VIDEO_HOST: &str = "video-xyz.xx.fbcdn.net";

/// A picture, `size` being what stands after `stp=dst-jpg_`; empty for the original.
pub(super) fn image(rng: &mut Rng, size: &str) -> String {
    let mut url = String::with_capacity(460);
    let (first, second) = (
        rng.between(580_000_000, 620_000_000),
        rng.between(10_u64.pow(15), 10_u64.pow(16)),
    );
    let third = rng.between(10_u64.pow(18), 9 * 10_u64.pow(18));
    let _ = write!(
        url,
        "https://{IMAGE_HOST}/v/t39.35426-6/{first}_{second}_{third}_n.jpg?"
    );
    if !size.is_empty() {
        let _ = write!(url, "stp=dst-jpg_{size}_tt6&");
    }
    let _ = write!(url, "_nc_cat={}&ccb=1-7&_nc_sid=c53f8f", rng.between(100, 111));
    parameter(rng, &mut url, "_nc_ohc", "", 23);
    parameter(rng, &mut url, "_nc_oc", "Adm", 68);
    let _ = write!(url, "&_nc_zt=14&_nc_ht={IMAGE_HOST}");
    signature(rng, &mut url);
    url
}

/// A film in high or standard definition.
pub(super) fn video(rng: &mut Rng, high: bool) -> String {
    let mut url = String::with_capacity(960);
    let (path, efg) = if high { ("m366", 320) } else { ("m412", 260) };
    let _ = write!(url, "https://{VIDEO_HOST}/o1/v/t2/f2/{path}/AQ");
    rng.token(&mut url, 108);
    let _ = write!(
        url,
        ".mp4?_nc_cat={}&_nc_sid=5e9851&_nc_ht={VIDEO_HOST}",
        rng.between(100, 111)
    );
    parameter(rng, &mut url, "_nc_ohc", "", 23);
    parameter(rng, &mut url, "efg", "eyJ2ZW5jb2RlX3RhZyI6", efg);
    url.push_str("&ccb=17-1");
    if high {
        parameter(rng, &mut url, "_nc_vs", "HBks", 300);
    }
    signature(rng, &mut url);
    url
}

fn parameter(rng: &mut Rng, url: &mut String, name: &str, start: &str, len: usize) {
    let _ = write!(url, "&{name}={start}");
    rng.token(url, len);
}

fn signature(rng: &mut Rng, url: &mut String) {
    parameter(rng, url, "_nc_gid", "", 22);
    parameter(rng, url, "oh", "00_", 38);
    let _ = write!(url, "&oe={:08X}", rng.between(0x6900_0000, 0x6aff_ffff));
}
