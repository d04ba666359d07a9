//! Prices as an actor's price list states them. No price is ever written into the program.

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};
use serde_json::{Map, Value};

use crate::json;

/// The prices in force for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pricing {
    /// How the actor is paid for.
    pub model: PricingModel,
    /// Price of each event, by name (pay per event).
    pub events: BTreeMap<String, MicroDollars>,
    /// The event that the actor calls its main one.
    pub primary: Option<String>,
    /// Price of one result (price per dataset item), or of a month (flat price).
    pub unit: Option<MicroDollars>,
    /// No run may have a lower cap than this (`minimalMaxTotalChargeUsd`), 0 where none is told.
    pub minimum_cap: MicroDollars,
}

/// How an actor is paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PricingModel {
    /// Named events, each with its price.
    PayPerEvent,
    /// Each item of the dataset.
    PricePerItem,
    /// A rent per month, and the platform's own costs on top.
    FlatMonth,
    /// Only the platform's own costs.
    Free,
    /// A word that we do not know.
    Other(String),
}

/// One entry of the list, its tiers still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// From when on it is in force; `None` for always.
    pub(crate) started_at: Option<Timestamp>,
    model: PricingModel,
    events: BTreeMap<String, Tiers>,
    primary: Option<String>,
    unit: Option<Tiers>,
    minimum_cap: MicroDollars,
}

/// A price, or one per tier of account.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tiers {
    Same(MicroDollars),
    Each(BTreeMap<String, MicroDollars>),
}

impl Tiers {
    /// The price for a tier. Where the tier is not listed the highest rules: what is planned may turn out cheaper,
    /// never dearer.
    fn price(&self, tier: &str) -> MicroDollars {
        match self {
            Self::Same(price) => *price,
            Self::Each(prices) => prices
                .get(&tier.to_ascii_uppercase())
                .or_else(|| prices.values().max())
                .copied()
                .unwrap_or_default(),
        }
    }

    /// From `{flat: 0.1}` or `{tiered: {"FREE": {tier_price: 0.1}, ..}}`.
    fn read(of: &Value, flat: &str, tiered: &str, tier_price: &str) -> Option<Self> {
        if let Some(price) = json::dollars(of.get(flat)) {
            return Some(Self::Same(price));
        }
        let prices: BTreeMap<_, _> = entries(of.get(tiered))
            .filter_map(|(tier, price)| {
                let price = json::dollars(price.get(tier_price)).or_else(|| json::dollars(Some(price)))?;
                Some((tier.to_ascii_uppercase(), price))
            })
            .collect();
        (!prices.is_empty()).then_some(Self::Each(prices))
    }
}

impl Listed {
    pub(crate) fn read(info: &Value) -> Self {
        let model = match info
            .get("pricingModel")
            .and_then(Value::as_str)
            .unwrap_or_default()
        {
            "PAY_PER_EVENT" => PricingModel::PayPerEvent,
            "PRICE_PER_DATASET_ITEM" => PricingModel::PricePerItem,
            "FLAT_PRICE_PER_MONTH" => PricingModel::FlatMonth,
            "FREE" => PricingModel::Free,
            other => PricingModel::Other(other.chars().take(40).collect()),
        };
        let events = || entries(info.pointer("/pricingPerEvent/actorChargeEvents"));
        let price = |event| {
            Tiers::read(
                event,
                "eventPriceUsd",
                "eventTieredPricingUsd",
                "tieredEventPriceUsd",
            )
        };
        Self {
            started_at: json::time(info.get("startedAt")),
            model,
            events: events()
                .filter_map(|(name, event)| Some((name.clone(), price(event)?)))
                .collect(),
            primary: events()
                .find(|(_, event)| json::flag(event.get("isPrimaryEvent")) == Some(true))
                .map(|(name, _)| name.clone()),
            unit: Tiers::read(info, "pricePerUnitUsd", "tieredPricing", "tieredPricePerUnitUsd"),
            minimum_cap: json::dollars(info.get("minimalMaxTotalChargeUsd")).unwrap_or_default(),
        }
    }

    pub(crate) fn for_tier(&self, tier: &str) -> Pricing {
        Pricing {
            model: self.model.clone(),
            events: self
                .events
                .iter()
                .map(|(name, price)| (name.clone(), price.price(tier)))
                .collect(),
            primary: self.primary.clone(),
            unit: self.unit.as_ref().map(|price| price.price(tier)),
            minimum_cap: self.minimum_cap,
        }
    }
}

fn entries(of: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    of.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}
