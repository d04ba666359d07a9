//! Share of voice: to which platforms sellers' ads lead over time, and Converty against each rival.

use analytics::{Duel, Voice, VoiceLine, VoicePoint};
use serde::Serialize;
use utoipa::ToSchema;

use super::{BeatName, Date, Moment, Percent};
use crate::view::View;

/// Where sellers' commercial ads lead, over a range.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VoiceAnswer {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What a point stands for.
    pub beat: BeatName,
    /// A row per point and platform: points oldest first, and in each Converty first. Points without ads have none.
    pub shares: Vec<VoiceRow>,
    /// Converty against each platform, most sellers with ads there first.
    pub duels: Vec<DuelRow>,
}

impl VoiceAnswer {
    /// Of what is known.
    pub fn of(voice: &Voice, view: &View) -> Self {
        Self {
            from: Date(voice.window.from),
            to: Date(voice.window.to),
            beat: BeatName(voice.beat),
            shares: VoiceRow::all(voice, view),
            duels: voice.duels.iter().map(|duel| DuelRow::of(duel, view)).collect(),
        }
    }
}

/// A platform at a point.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VoiceRow {
    /// The point's first day; of a scan the day on which it ended.
    pub day: Date,
    /// Its last day within the range.
    pub last: Date,
    /// The first moment that it does not know of; null where it reaches to now.
    pub until: Option<Moment>,
    /// The platform's id: `converty`, or `unknown` where none is known.
    pub platform: String,
    /// The platform's name.
    pub platform_name: String,
    /// Sellers' ads that lead there.
    pub ads: u64,
    /// Percent of the ads of the point that lead to Converty or to a sale elsewhere.
    pub share: Percent,
}

impl VoiceRow {
    /// Those of all points, in order; a platform without ads at a point has no row there.
    pub fn all(voice: &Voice, view: &View) -> Vec<Self> {
        let points = voice.points.iter().enumerate();
        points
            .flat_map(|(number, point)| {
                voice
                    .lines
                    .iter()
                    .filter_map(move |line| Self::of(point, line, number, view))
            })
            .collect()
    }

    fn of(point: &VoicePoint, line: &VoiceLine, number: usize, view: &View) -> Option<Self> {
        let (ads, share) = (*line.ads.get(number)?, *line.shares.get(number)?);
        (ads > 0).then(|| Self {
            day: Date(point.day),
            last: Date(point.last),
            until: point.until.map(Moment),
            platform: line.platform.to_string(),
            platform_name: view.platform_name(&line.platform).to_owned(),
            ads,
            share: Percent(share),
        })
    }
}

/// Converty against one platform, in sellers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DuelRow {
    /// The rival's id, `unknown` where none is known.
    pub platform: String,
    /// Its name.
    pub platform_name: String,
    /// Sellers with ads to both, at the range's end.
    pub shared: u64,
    /// The same when it began.
    pub shared_before: u64,
    /// Sellers with ads to the rival and none to Converty, at its end.
    pub away: u64,
    /// The same when it began.
    pub away_before: u64,
    /// Sellers that had ads to the rival when it began, and at its end none there but some to Converty.
    pub won: u64,
    /// Sellers that had ads to Converty when it began, and at its end none but some to the rival.
    pub lost: u64,
}

impl DuelRow {
    /// Of a duel.
    pub fn of(duel: &Duel, view: &View) -> Self {
        Self {
            platform: duel.platform.to_string(),
            platform_name: view.platform_name(&duel.platform).to_owned(),
            shared: duel.shared,
            shared_before: duel.shared_before,
            away: duel.away,
            away_before: duel.away_before,
            won: duel.won,
            lost: duel.lost,
        }
    }
}
