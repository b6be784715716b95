//! What can go wrong between the window and the core, each with the next step.

use thiserror::Error;

use crate::contract::Failure;

/// An error that a person can act on.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum CoreError {
    /// There is no program to start.
    #[error("Opta's core is not there: {0} was not found.")]
    Missing(String),
    /// It does not run now: it is starting, or was started again too often.
    #[error("Opta's core does not run: {0}")]
    Unavailable(String),
    /// It ended while a call was in flight.
    #[error("Opta's core ended during the answer.")]
    Gone,
    /// The user stopped the call.
    #[error("Stopped.")]
    Cancelled,
    /// A call with this id was taken already: a reload runs nothing twice.
    #[error("This request was taken already.")]
    Repeated,
    /// It answered with something that is not the contract.
    #[error("Opta's core answered with something else than its contract: {0}")]
    Garbled(String),
    /// It answered with an error of its own.
    #[error("{}", .0.message)]
    Refused(Failure),
}

impl CoreError {
    /// Return the error as the window shows it: a stable code, what happened, the next step.
    #[must_use]
    pub fn failure(&self) -> Failure {
        let (code, hint) = match self {
            Self::Refused(failure) => return failure.clone(),
            Self::Missing(_) => ("core.missing", "Install Opta again."),
            Self::Unavailable(_) => ("core.unavailable", "Wait a moment, then try again."),
            Self::Gone => ("core.gone", "It is being started again; ask once more."),
            Self::Cancelled => ("cancelled", ""),
            Self::Repeated => ("request.repeated", ""),
            Self::Garbled(_) => ("core.garbled", "Install Opta again: its parts are of different versions."),
        };
        Failure { code: code.into(), message: self.to_string(), hint: hint.into() }
    }
}

impl From<CoreError> for Failure {
    fn from(error: CoreError) -> Self {
        error.failure()
    }
}
