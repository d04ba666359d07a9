//! Share of voice over time: to which platforms sellers' ads lead, one on another up to a hundred percent.

use analytics::{Beat, Voice, VoiceLine};
use charts::{Series, Shape, Slot, TimeChart, Tone};
use model::document::Ratio;

use super::twin::Twin;
use super::{Chart, Charter, Entry, Figure, Mark};
use crate::failure::Failure;
use crate::voice_ask;

/// Platforms that have a colour of their own; the rest is told as one.
const COLOURS: [Tone; 4] = [Tone::First, Tone::Second, Tone::Third, Tone::Fourth];
/// A hundred percent, in hundredths of a percent.
const WHOLE: u64 = 10_000;
/// Height of the plot in pixels.
const HEIGHT: u16 = 220;

/// What has one colour: a platform, or all that have none of their own.
struct Band {
    tone: Tone,
    name: String,
    /// Hundredths of a percent at each point; `None` where there were no ads.
    shares: Vec<Option<u64>>,
}

impl Charter<'_> {
    /// Share of voice.
    pub(super) fn voice(&self) -> Result<Chart, Failure> {
        let beat = voice_ask::beat(&self.visit.ask, self.window, &mut Vec::new());
        let voice = self.visit.view.figures.voice(self.window, beat)?;
        let bands = self.bands_of(&voice);
        let label = self.voice_summary(&bands);
        let w = self.w;
        Ok(Chart {
            name: "voice",
            title: w.say("chart-voice"),
            note: self.days(),
            summary: label.clone(),
            legend: bands.iter().map(|band| self.voice_entry(band)).collect(),
            twin: self.voice_twin(&voice, &bands),
            figure: Figure::Time(TimeChart {
                label,
                rtl: self.rtl(),
                height: HEIGHT,
                shape: Shape::Steps,
                slots: self.voice_slots(&voice, &bands),
                series: bands.iter().map(series).collect(),
                before: None,
                number: Box::new(move |share| w.plain_whole_percent(share)),
            }),
            table: "voice",
        })
    }

    /// Converty, the platforms with most ads at the last point, what is on no known platform, and the rest.
    fn bands_of(&self, voice: &Voice) -> Vec<Band> {
        let mut colours = COLOURS.into_iter();
        let mut bands: Vec<Band> = Vec::new();
        let mut rest: Vec<&VoiceLine> = Vec::new();
        for line in &voice.lines {
            let tone = match line.platform.as_str() {
                analytics::voice::CONVERTY => Some(Tone::Converty),
                "unknown" => Some(Tone::Unknown),
                _ => colours.next(),
            };
            match tone {
                Some(tone) => bands.push(Band {
                    tone,
                    name: self.platform_name(&line.platform),
                    shares: shares(voice, &[line]),
                }),
                None => rest.push(line),
            }
        }
        if !rest.is_empty() {
            bands.push(Band {
                tone: Tone::Rest,
                name: self.w.say("voice-rest"),
                shares: shares(voice, &rest),
            });
        }
        bands
    }

    /// A platform's name in the reader's language where it has one there.
    pub(super) fn platform_name(&self, id: &str) -> String {
        let said = self.w.say_if(&format!("platform-{id}"));
        said.unwrap_or_else(|| self.visit.view.platform_name(id).to_owned())
    }

    /// `Converty : de 66,7 % à 70,1 %`.
    fn voice_summary(&self, bands: &[Band]) -> String {
        let ours = bands.iter().find(|band| band.tone == Tone::Converty);
        let mut known = ours.into_iter().flat_map(|band| band.shares.iter().flatten());
        let Some(first) = known.next() else {
            return self.w.say("summary-nothing");
        };
        let last = known.next_back().unwrap_or(first);
        let said = |share: &u64| self.number(&self.w.plain_percent(Ratio::of(*share, WHOLE)));
        let values = [("first", said(first)), ("last", said(last))];
        self.w.fill(
            "voice-summary",
            &values.each_ref().map(|(name, value)| (*name, value.as_str())),
        )
    }

    fn voice_entry(&self, band: &Band) -> Entry {
        let last = band.shares.iter().rev().flatten().next();
        Entry {
            tone: band.tone,
            name: band.name.clone(),
            said: last.map_or_else(String::new, |share| {
                self.w.plain_percent(Ratio::of(*share, WHOLE))
            }),
            href: None,
            mark: Mark::Square,
        }
    }

    fn voice_slots(&self, voice: &Voice, bands: &[Band]) -> Vec<Slot> {
        let slot = |number: usize| {
            let mut lines = vec![self.voice_slot_name(voice, number, true)];
            lines.extend(bands.iter().filter_map(|band| {
                let share = band
                    .shares
                    .get(number)
                    .copied()
                    .flatten()
                    .filter(|share| *share > 0)?;
                Some(self.line(&band.name, &self.w.plain_percent(Ratio::of(share, WHOLE))))
            }));
            Slot {
                name: self.voice_slot_name(voice, number, false),
                tip: lines.join("\n"),
                // What reaches to now is not over, where a stretch of days was asked for.
                finished: voice.beat == Beat::Scan
                    || voice
                        .points
                        .get(number)
                        .is_some_and(|point| point.until.is_some()),
                partial: false,
            }
        };
        (0..voice.points.len()).map(slot).collect()
    }

    /// `4 janv.`; in full with the year, a week with both its ends.
    fn voice_slot_name(&self, voice: &Voice, number: usize, full: bool) -> String {
        let Some(point) = voice.points.get(number) else {
            return String::new();
        };
        match voice.beat {
            Beat::Month => {
                let date = point.day.date();
                format!(
                    "{} {}",
                    self.w.say(&format!("month-{}", date.month())),
                    date.year()
                )
            }
            Beat::Week if full => {
                let (from, to) = (self.w.plain_day(point.day), self.w.plain_date(point.last));
                self.w.fill("days-between", &[("from", &from), ("to", &to)])
            }
            Beat::Scan | Beat::Day if full => self.w.plain_date(point.day),
            Beat::Scan | Beat::Day | Beat::Week => self.w.plain_day(point.day),
        }
    }

    fn voice_twin(&self, voice: &Voice, bands: &[Band]) -> Twin {
        let mut head = vec![self.w.say("twin-day")];
        head.extend(bands.iter().map(|band| band.name.clone()));
        head.push(self.w.say("twin-unit-ads"));
        let row = |number: usize| {
            let mut row = vec![self.voice_slot_name(voice, number, true)];
            row.extend(
                bands
                    .iter()
                    .map(|band| match band.shares.get(number).copied().flatten() {
                        Some(share) => self.w.plain_percent(Ratio::of(share, WHOLE)),
                        None => "–".to_owned(),
                    }),
            );
            let ads = voice.points.get(number).map_or(0, |point| point.ads);
            row.push(self.w.plain_count(ads));
            row
        };
        Twin {
            head,
            rows: (0..voice.points.len()).map(row).collect(),
        }
    }
}

fn series(band: &Band) -> Series {
    Series {
        tone: band.tone,
        values: band.shares.clone(),
    }
}

/// Hundredths of a percent of these platforms together, at each point.
fn shares(voice: &Voice, lines: &[&VoiceLine]) -> Vec<Option<u64>> {
    let share =
        |line: &&VoiceLine, number: usize| line.shares.get(number).map_or(0, |share| share.hundredths());
    let points = voice.points.iter().enumerate();
    points
        .map(|(number, point)| (point.ads > 0).then(|| lines.iter().map(|line| share(line, number)).sum()))
        .collect()
}
