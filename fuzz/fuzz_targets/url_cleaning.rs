//! Any text at all as a link: nothing panics, a host is one that DNS could carry, and the verdict is the same
//! whether it is explained or not and whatever the letter case of the host.
#![no_main]

use std::sync::{Arc, LazyLock};

use classification::{Catalogue, Engine};
use libfuzzer_sys::fuzz_target;
use model::Host;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let catalogue = Catalogue::builtin().expect("the built-in catalogue is tested");
    let seller = Host::parse("seller-one.tn").expect("a host");
    Engine::builder(Arc::new(catalogue)).seller("one", &seller).build()
});

fuzz_target!(|text: &str| {
    let own = [Host::parse("silae.tn").expect("a host")];
    let told = ENGINE.explain(text, &own);
    assert_eq!(told.verdict, ENGINE.judge_url(text, &own));
    let Some(host) = &told.verdict.host else { return };
    assert_eq!(Host::parse(host.as_str()).as_ref(), Ok(host));
    assert_eq!(told.verdict.host.is_some(), told.cleaned.is_some());
    let shouted = format!("HTTPS://{}/", host.as_str().to_uppercase());
    let plain = format!("https://{host}/");
    assert_eq!(ENGINE.judge_url(&shouted, &own), ENGINE.judge_url(&plain, &own));
});
