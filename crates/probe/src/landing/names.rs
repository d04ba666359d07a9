//! Who tells the addresses of names.

use std::fmt;
use std::net::IpAddr;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::{Dns, Unknown};

/// Tells the addresses of names. [`Dns`] does; tests have their own, whose answers change between two questions.
pub trait Names: fmt::Debug + Send + Sync {
    /// The addresses of a name (lower case, no root dot), asked anew each time.
    fn addresses<'n>(&'n self, name: &'n str) -> BoxFuture<'n, Result<Vec<IpAddr>, Unknown>>;
}

impl Names for Dns {
    fn addresses<'n>(&'n self, name: &'n str) -> BoxFuture<'n, Result<Vec<IpAddr>, Unknown>> {
        Self::addresses(self, name).boxed()
    }
}
