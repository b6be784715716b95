//! What a call says on its way: progress notifications of MCP, each with an event of the contract in `_meta`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rmcp::ClientHandler;
use rmcp::model::{NotificationMetaObject, ProgressNotificationParam, ProgressToken};
use rmcp::service::{NotificationContext, RoleClient};
use tokio::sync::mpsc;

use crate::contract::Event;

/// The key under which an event rides in `_meta`.
pub const EVENT_META: &str = "opta/event";

/// A call's events come here.
pub type Receiver = mpsc::UnboundedReceiver<Event>;

struct Route {
    sender: mpsc::UnboundedSender<Event>,
    receiver: Option<Receiver>,
}

impl Default for Route {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        Self { sender, receiver: Some(receiver) }
    }
}

/// Takes every notification and hands it to the call that it belongs to.
///
/// A call learns its token only when it has been sent, so an event may be there before anybody asks for it: whichever
/// comes first opens the route.
#[derive(Clone, Default)]
pub struct Events {
    routes: Arc<Mutex<HashMap<ProgressToken, Route>>>,
}

impl Events {
    /// Return the events of a call; the second to ask for the same token gets none.
    #[must_use]
    pub fn claim(&self, token: &ProgressToken) -> Option<Receiver> {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.entry(token.clone()).or_default().receiver.take()
    }

    /// Forget a call that has ended.
    pub fn release(&self, token: &ProgressToken) {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }

    fn deliver(&self, token: ProgressToken, event: Event) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        // A call that was given up no longer listens.
        let _unheard = routes.entry(token).or_default().sender.send(event);
    }
}

impl ClientHandler for Events {
    async fn on_progress(&self, params: ProgressNotificationParam, context: NotificationContext<RoleClient>) {
        // The handler's own `meta` is empty here: it was taken out of the extensions after they had been moved.
        let meta = context.extensions.get::<NotificationMetaObject>();
        let said = meta.and_then(|meta| meta.get(EVENT_META).cloned());
        if let Some(event) = said.and_then(|value| serde_json::from_value(value).ok()) {
            self.deliver(params.progress_token, event);
        }
    }
}
