//! What each refusal of Apify means.

use apify::{Error, Refusal, StartError};
use model::MicroDollars;
use serde_json::json;

use crate::script::{door, fault};

/// Status, type, message, the class, and whether a scan should stop.
const TABLE: &[(u16, &str, &str, &str, bool)] = &[
    (
        402,
        "not-enough-usage-to-run-paid-actor",
        "By launching this job you will exceed your remaining usage",
        "OutOfMoney",
        true,
    ),
    (
        403,
        "platform-feature-disabled",
        "Monthly usage hard limit exceeded",
        "OutOfMoney",
        true,
    ),
    (
        400,
        "max-items-must-be-greater-than-zero",
        "Maximum charged results must be greater than zero",
        "OutOfMoney",
        true,
    ),
    (
        402,
        "x402-payment-required",
        "Payment required",
        "OutOfMoney",
        true,
    ),
    (
        403,
        "actor-is-not-rented",
        "You must rent a paid Actor",
        "OutOfMoney",
        true,
    ),
    (402, "something-new", "Pay", "OutOfMoney", true),
    (
        403,
        "something-new",
        "Your usage quota is gone",
        "OutOfMoney",
        true,
    ),
    (403, "", "Monthly HARD LIMIT reached", "OutOfMoney", true),
    (
        400,
        "max-total-charge-usd-below-minimum",
        "Too low",
        "TooLow",
        false,
    ),
    (
        429,
        "rate-limit-exceeded",
        "You have exceeded the rate limit",
        "Busy",
        false,
    ),
    (429, "something-new", "Slow down", "Busy", false),
    (
        402,
        "actor-memory-limit-exceeded",
        "By launching this job you will exceed the memory limit",
        "Busy",
        false,
    ),
    (
        402,
        "something-new",
        "You will exceed the memory limit of 8192MB for all your runs",
        "Busy",
        false,
    ),
    (
        403,
        "concurrent-runs-limit-exceeded",
        "You will exceed the limit of concurrent runs",
        "Busy",
        false,
    ),
    (
        401,
        "token-not-provided",
        "Authentication token was not provided",
        "Unauthorized",
        true,
    ),
    (401, "", "?", "Unauthorized", true),
    (
        404,
        "user-or-token-not-found",
        "User was not found or authentication token is not valid",
        "Unauthorized",
        true,
    ),
    (
        403,
        "insufficient-permissions",
        "Insufficient permissions",
        "Unauthorized",
        true,
    ),
    (
        400,
        "invalid-input",
        "Input is not valid: Field input.urls is required",
        "Invalid",
        false,
    ),
    (404, "actor-not-found", "Actor was not found", "Invalid", true),
    (413, "request-too-large", "Too large", "Invalid", false),
    (
        400,
        "something-new",
        "usage of this field is wrong",
        "Invalid",
        false,
    ),
    (403, "something-new", "Not today", "Other", true),
    (410, "something-new", "Gone", "Other", false),
];

fn class(refusal: &Refusal) -> (&'static str, u16, &str, &str) {
    match refusal {
        Refusal::OutOfMoney {
            status,
            kind,
            message,
        } => ("OutOfMoney", *status, kind, message),
        Refusal::TooLow {
            status,
            kind,
            message,
        } => ("TooLow", *status, kind, message),
        Refusal::Busy {
            status,
            kind,
            message,
        } => ("Busy", *status, kind, message),
        Refusal::Unauthorized {
            status,
            kind,
            message,
        } => ("Unauthorized", *status, kind, message),
        Refusal::Invalid {
            status,
            kind,
            message,
        } => ("Invalid", *status, kind, message),
        Refusal::Other {
            status,
            kind,
            message,
        } => ("Other", *status, kind, message),
    }
}

#[tokio::test(start_paused = true)]
async fn the_table() {
    for (status, kind, message, expected, fatal) in TABLE {
        let (door, script) = door([fault(*status, kind, message)]);
        let Err(StartError::Refused(refusal)) = door.start("x", &json!({}), MicroDollars::new(10_000)).await
        else {
            panic!("{status} {kind}: not refused");
        };
        assert_eq!(class(&refusal), (*expected, *status, *kind, *message));
        assert_eq!(
            refusal.is_out_of_money(),
            *expected == "OutOfMoney",
            "{status} {kind}"
        );
        assert_eq!(refusal.is_fatal(), *fatal, "{status} {kind}");
        assert!(refusal.to_string().contains(message), "{refusal}");
        assert_eq!(script.asked().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn reads_are_refused_alike_and_a_refusal_is_not_asked_again() {
    let (door, script) = door([fault(
        403,
        "platform-feature-disabled",
        "Monthly usage hard limit exceeded",
    )]);
    let error = door.dataset("d").await.unwrap_err();
    assert!(error.is_out_of_money() && error.is_fatal(), "{error}");
    assert_eq!(script.asked().len(), 1);
    let sentence = error.to_string();
    assert_eq!(
        sentence,
        "a dataset: the account has no money left for this (403 platform-feature-disabled: \
         Monthly usage hard limit exceeded)"
    );
}

#[tokio::test(start_paused = true)]
async fn an_input_can_be_checked_for_nothing() {
    let (door, script) = door([
        crate::script::raw(200, "{\"valid\":true}"),
        crate::script::raw(200, "{\"valid\":false}"),
        fault(400, "invalid-input", "Field urls is required"),
    ]);
    assert_eq!(door.validate("a/b", &json!({"urls": []})).await, Ok(()));
    for _ in 0..2 {
        let Err(Error::Refused {
            refusal: Refusal::Invalid { .. },
            ..
        }) = door.validate("a/b", &json!({})).await
        else {
            panic!("not refused");
        };
    }
    assert!(script.asked()[0].url.ends_with("/actors/a~b/validate-input"));
}
