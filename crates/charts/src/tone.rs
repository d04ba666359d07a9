//! What a colour means. It means the same in every chart, and a label always says it too.

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// Leads to a Converty shop.
    Converty,
    /// Leads to a sale elsewhere.
    Concurrent,
    /// Nobody knows.
    Unknown,
    /// Advertises; what a chart is mainly about.
    Active,
    /// Does not advertise.
    Inactive,
    /// Asks for attention soon.
    Warn,
    /// Asks for attention now.
    Danger,
    /// Of several rivals side by side, the first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// All further rivals together.
    Rest,
    /// The period before, and whatever stands behind.
    Muted,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Converty,
        Self::Concurrent,
        Self::Unknown,
        Self::Active,
        Self::Inactive,
        Self::Warn,
        Self::Danger,
        Self::First,
        Self::Second,
        Self::Third,
        Self::Fourth,
        Self::Rest,
        Self::Muted,
    ];

    /// The class that colours whatever lies in it; on pages it takes the colour from the CSS variable of its name.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Converty => "t-converty",
            Self::Concurrent => "t-concurrent",
            Self::Unknown => "t-unknown",
            Self::Active => "t-active",
            Self::Inactive => "t-inactive",
            Self::Warn => "t-warn",
            Self::Danger => "t-danger",
            Self::First => "t-rival-1",
            Self::Second => "t-rival-2",
            Self::Third => "t-rival-3",
            Self::Fourth => "t-rival-4",
            Self::Rest => "t-rival-5",
            Self::Muted => "t-muted",
        }
    }

    /// The CSS variable that holds the colour on pages.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Converty => "--converty",
            Self::Concurrent => "--concurrent",
            Self::Unknown => "--unknown",
            Self::Active => "--active",
            Self::Inactive => "--inactive",
            Self::Warn => "--warn",
            Self::Danger => "--danger",
            Self::First => "--rival-1",
            Self::Second => "--rival-2",
            Self::Third => "--rival-3",
            Self::Fourth => "--rival-4",
            Self::Rest => "--rival-5",
            Self::Muted => "--edge",
        }
    }

    /// The colour in a file of its own: that of the light pages.
    pub const fn hex(self) -> &'static str {
        match self {
            Self::Converty => "#0b8a5f",
            Self::Concurrent => "#c8551b",
            Self::Unknown => "#7f8b9b",
            Self::Active => "#2f62d9",
            Self::Inactive => "#8795a8",
            Self::Warn => "#b26a00",
            Self::Danger => "#c62828",
            Self::First => "#cb5a20",
            Self::Second => "#8c3a10",
            Self::Third => "#c4803f",
            Self::Fourth => "#6f4a33",
            Self::Rest => "#9d8570",
            Self::Muted => "#818c9a",
        }
    }
}
