//! A filter taken apart into its fields, and the one that lets nobody through.

use std::sync::Arc;

use super::ClientFilter;

impl ClientFilter {
    /// Lets no seller through: what stands in the place of a segment that is not there any more.
    pub fn nobody() -> Self {
        Self {
            ads_from: Some(1),
            ads_to: Some(0),
            ..Self::default()
        }
    }

    /// A filter for each field that is set, with that field alone: whoever one of them lets through is left out by a
    /// `not` that says all of them. Segments count one by one.
    pub fn alone(&self) -> Vec<Self> {
        let of = |set: &dyn Fn(&mut Self)| {
            let mut filter = Self::default();
            set(&mut filter);
            filter
        };
        // A text of spaces asks for nothing.
        let text = if self.text.trim().is_empty() {
            ""
        } else {
            &self.text
        };
        let mut parts = vec![
            of(&|it| text.clone_into(&mut it.text)),
            of(&|it| it.statuses.clone_from(&self.statuses)),
            of(&|it| it.platform.clone_from(&self.platform)),
            of(&|it| it.competitor.clone_from(&self.competitor)),
            of(&|it| it.ads_from = self.ads_from),
            of(&|it| it.ads_to = self.ads_to),
            of(&|it| it.start_from = self.start_from),
            of(&|it| it.leave_from = self.leave_from),
            of(&|it| it.confidence = self.confidence),
            of(&|it| it.segment = self.segment),
            of(&|it| it.moved = self.moved),
            of(&|it| it.slugs.clone_from(&self.slugs)),
            of(&|it| it.not.clone_from(&self.not)),
        ];
        let within = self.within.iter().map(Arc::clone);
        parts.extend(within.map(|segment| of(&|it| it.within.push(Arc::clone(&segment)))));
        parts.retain(|part| *part != Self::default());
        parts
    }

    /// Whether it asks how likely sellers are to start or leave, itself or by a segment: only a snapshot can answer
    /// that, for no database keeps chances.
    pub fn asks_chances(&self) -> bool {
        self.start_from.is_some()
            || self.leave_from.is_some()
            || self.not.iter().any(|not| not.asks_chances())
            || self.within.iter().any(|segment| segment.asks_chances())
    }

    /// The same without what it asks of chances itself; what its segments ask stays.
    #[must_use]
    pub fn without_chances(mut self) -> Self {
        (self.start_from, self.leave_from) = (None, None);
        let not = self.not.take().map(|not| not.without_chances());
        self.not = not.filter(|not| !not.alone().is_empty()).map(Box::new);
        self
    }
}
