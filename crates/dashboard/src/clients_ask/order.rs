//! In which order, and the list in that order: by what sellers are kept by, or by how likely they are to start or leave.

use analytics::clients::address::Read;
use analytics::{Client, ClientFilter, ClientList, ClientOrder, Cursor, Sort};

use crate::ask::{Ask, Misread};
use crate::chances::Likeliest;
use crate::failure::Failure;
use crate::view::View;

/// The name of the order by chance, as in addresses and the API.
pub const POTENTIAL: &str = "potential";

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By what the figures keep sellers by.
    Kept(ClientOrder),
    /// By the chance that a quiet one starts or an active one leaves. Told of sellers in memory alone: the database keeps
    /// no chances, for each new model would change them all.
    Potential {
        /// Likeliest first.
        descending: bool,
    },
}

/// The order: `sort` names a [`Sort`] or [`POTENTIAL`], a `-` before it puts the greatest first. Without it, most ads
/// come first.
pub fn order(ask: &Ask, misread: &mut Vec<Misread>) -> Order {
    let read = |text: &str| {
        let (descending, sort) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        match sort {
            POTENTIAL => Some(Order::Potential { descending }),
            sort => Sort::from_name(sort).map(|sort| Order::Kept(ClientOrder { sort, descending })),
        }
    };
    ask.parsed("sort", misread, read).unwrap_or(Order::usual())
}

impl Order {
    /// Where nobody asks for another.
    pub const fn usual() -> Self {
        Self::Kept(ClientOrder {
            sort: Sort::Ads,
            descending: true,
        })
    }

    /// Its name without the sign.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept(order) => order.sort.as_str(),
            Self::Potential { .. } => POTENTIAL,
        }
    }

    /// Whether the greatest come first.
    pub const fn is_descending(self) -> bool {
        match self {
            Self::Kept(order) => order.descending,
            Self::Potential { descending } => descending,
        }
    }

    /// Whether the view can list sellers in this order.
    pub const fn is_possible(self, view: &View) -> bool {
        matches!(self, Self::Kept(_)) || view.figures.held().is_some()
    }
}

impl View {
    /// A page of the list.
    ///
    /// # Errors
    /// [`Failure::Invalid`] naming `sort` where sellers are asked from the database in an order that it does not keep.
    pub fn clients(
        &self,
        filter: &ClientFilter,
        order: Order,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<ClientList, Failure> {
        match order {
            Order::Kept(order) => Ok(self.figures.clients(filter, order, cursor, limit)?),
            Order::Potential { descending } => Ok(self.likeliest(filter, descending)?.page(cursor, limit)),
        }
    }

    /// Every match, in order, one by one.
    ///
    /// # Errors
    /// What `visit` fails with.
    pub fn each_client<E: From<database::Error>>(
        &self,
        filter: &ClientFilter,
        order: Order,
        visit: &mut dyn FnMut(&Client) -> Result<(), E>,
    ) -> Result<(), E> {
        match order {
            Order::Kept(order) => self.figures.each_client(filter, order, visit),
            Order::Potential { descending } => match self.likeliest(filter, descending) {
                Ok(likeliest) => likeliest.each().try_for_each(visit),
                Err(failure) => Err(database::Error::Visitor(failure.to_string()).into()),
            },
        }
    }

    fn likeliest(&self, filter: &ClientFilter, descending: bool) -> Result<Likeliest<'_>, Failure> {
        let snapshot = self.figures.held().ok_or_else(not_kept)?;
        let as_of = self.frame().potential_as_of();
        Ok(Likeliest::of(
            snapshot,
            &self.potential,
            as_of,
            filter,
            descending,
        ))
    }
}

/// Why a database is not asked for these sellers.
pub const NOT_FILTERED: &str =
    "potential filters sellers in memory only; here they are asked from the database";

/// Refuses a filter that the view cannot answer: chances are told of sellers in memory alone.
///
/// # Errors
/// [`Failure::Invalid`] naming the parameter that asks them.
pub fn told(view: &View, read: &Read) -> Result<(), Failure> {
    if is_told(view, &read.filter) {
        return Ok(());
    }
    let pairs = read.pairs();
    let mut names = pairs.iter().map(|(name, _)| *name);
    let asks = names.find(|name| name.ends_with("start_from") || name.ends_with("leave_from"));
    Err(Failure::invalid(asks.unwrap_or("segment"), NOT_FILTERED))
}

/// Whether the view can tell who matches.
pub fn is_told(view: &View, filter: &ClientFilter) -> bool {
    view.figures.held().is_some() || !filter.asks_chances()
}

/// Why a database is not asked for this order.
pub fn not_kept() -> Failure {
    Failure::invalid(
        "sort",
        "potential orders sellers in memory only; here they are asked from the database",
    )
}
