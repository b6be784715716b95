//! The core as the shell uses it: call a tool by name, hear its events, stop it by its id.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rmcp::model::{CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest, JsonObject, ServerResult};
use rmcp::service::{Peer, PeerRequestOptions, RequestHandle, RoleClient, ServiceError};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::contract::{Event, Failure};
use crate::events::Events;
use crate::supervisor::{Find, Supervisor};
use crate::{CoreError, CoreState, Launch};

/// The key under which an error of the core's own rides in `_meta`.
pub const FAILURE_META: &str = "opta/failure";

/// How long a call waits for a core that is starting.
const READY_LIMIT: Duration = Duration::from_secs(20);
/// How many ids of past calls are remembered, so that a reload runs none of them again.
const IDS_REMEMBERED: usize = 256;

/// A running core; clones are the same one.
#[derive(Clone)]
pub struct Core {
    events: Events,
    state: watch::Receiver<CoreState>,
    peer: watch::Receiver<Option<Peer<RoleClient>>>,
    stop: CancellationToken,
    again: Arc<Notify>,
    calls: Arc<Mutex<Calls>>,
}

#[derive(Default)]
struct Calls {
    running: HashMap<String, CancellationToken>,
    taken: VecDeque<String>,
}

impl Core {
    /// Start a core and keep it alive; must be called where a tokio runtime runs.
    #[must_use]
    pub fn start(launch: Launch) -> Self {
        Self::keep(move || Ok(launch.clone()))
    }

    /// Start the core that is found, and keep one alive; what cannot be found is told, and looked for again when the
    /// user says so. Must be called where a tokio runtime runs.
    #[must_use]
    pub fn keep(find: impl Fn() -> Result<Launch, CoreError> + Send + Sync + 'static) -> Self {
        let (state, state_seen) = watch::channel(CoreState::Starting);
        let (peer, peer_seen) = watch::channel(None);
        let (events, stop, again) = (Events::default(), CancellationToken::new(), Arc::new(Notify::new()));
        let find: Find = Box::new(find);
        let supervisor =
            Supervisor { find, events: events.clone(), state, peer, stop: stop.clone(), again: again.clone() };
        tokio::spawn(supervisor.run());
        Self { events, state: state_seen, peer: peer_seen, stop, again, calls: Arc::default() }
    }

    /// Start the core now, where it waits for its next start or was given up; where it runs, nothing happens.
    pub fn restart(&self) {
        self.again.notify_waiters();
    }

    /// What the core does now, and each change of it.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<CoreState> {
        self.state.clone()
    }

    /// End the core and wait until it is gone, with all that it started.
    pub async fn shut_down(&self) {
        self.stop.cancel();
        let mut state = self.state.clone();
        let _gone = state.wait_for(|state| matches!(state, CoreState::Stopped | CoreState::Failed { .. })).await;
    }

    /// Call a tool and hand over its events as they come, in their order.
    ///
    /// # Errors
    /// Any `CoreError`; `Repeated` where a call with this id was taken before.
    pub async fn call<T: DeserializeOwned>(
        &self,
        id: &str,
        tool: &'static str,
        arguments: JsonObject,
        heard: impl FnMut(Event) + Send,
    ) -> Result<T, CoreError> {
        let cancelled = self.take(id)?;
        let result = self.run(tool, arguments, &cancelled, heard).await;
        self.calls().running.remove(id);
        result.and_then(parsed)
    }

    /// Call a tool again and again, for as long as somebody wants what it gives; each call takes its own time.
    ///
    /// # Errors
    /// Any `CoreError`; `Cancelled` once it is stopped by its id.
    pub async fn repeat<T: DeserializeOwned>(
        &self,
        id: &str,
        tool: &'static str,
        arguments: JsonObject,
        mut wanted: impl FnMut(T) -> bool + Send,
    ) -> Result<(), CoreError> {
        let cancelled = self.take(id)?;
        let result = loop {
            match self.run(tool, arguments.clone(), &cancelled, drop).await.and_then(parsed) {
                Ok(value) => {
                    if !wanted(value) {
                        break Ok(());
                    }
                }
                Err(error) => break Err(error),
            }
        };
        self.calls().running.remove(id);
        result
    }

    /// Stop a call; true where one with this id was running.
    #[must_use]
    pub fn cancel(&self, id: &str) -> bool {
        self.calls().running.get(id).inspect(|token| token.cancel()).is_some()
    }

    fn calls(&self) -> std::sync::MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, id: &str) -> Result<CancellationToken, CoreError> {
        let mut calls = self.calls();
        if calls.taken.iter().any(|taken| taken == id) {
            return Err(CoreError::Repeated);
        }
        if calls.taken.len() == IDS_REMEMBERED {
            calls.taken.pop_front();
        }
        calls.taken.push_back(id.to_owned());
        let token = CancellationToken::new();
        calls.running.insert(id.to_owned(), token.clone());
        Ok(token)
    }

    async fn run(
        &self,
        tool: &'static str,
        arguments: JsonObject,
        cancelled: &CancellationToken,
        heard: impl FnMut(Event) + Send,
    ) -> Result<Value, CoreError> {
        let peer = tokio::select! {
            peer = self.ready() => peer?,
            () = cancelled.cancelled() => return Err(CoreError::Cancelled),
        };
        let call = CallToolRequest::new(CallToolRequestParams::new(tool).with_arguments(arguments));
        let request = ClientRequest::CallToolRequest(call);
        let sent = peer.send_cancellable_request(request, PeerRequestOptions::no_options()).await;
        let handle = sent.map_err(|_closed| CoreError::Gone)?;
        self.listen(handle, cancelled, heard).await
    }

    /// Wait for a core that answers; one that has failed for good is told at once.
    async fn ready(&self) -> Result<Peer<RoleClient>, CoreError> {
        let mut peer = self.peer.clone();
        let mut state = self.state.clone();
        let failed = async {
            let over = |state: &CoreState| matches!(state, CoreState::Failed { .. } | CoreState::Stopped);
            state.wait_for(over).await.ok().map_or(CoreState::Stopped, |state| state.clone())
        };
        tokio::select! {
            biased;
            state = failed => Err(CoreError::Unavailable(reason(&state))),
            peer = peer.wait_for(|peer| peer.as_ref().is_some_and(|peer| !peer.is_transport_closed())) => peer.ok().and_then(|peer| peer.clone()).ok_or(CoreError::Gone),
            () = tokio::time::sleep(READY_LIMIT) => Err(CoreError::Unavailable("it is still starting.".into())),
        }
    }

    async fn listen(
        &self,
        mut handle: RequestHandle<RoleClient>,
        cancelled: &CancellationToken,
        mut heard: impl FnMut(Event) + Send,
    ) -> Result<Value, CoreError> {
        let token = handle.progress_token.clone();
        let Some(mut events) = self.events.claim(&token) else {
            return Err(CoreError::Repeated);
        };
        let mut order = InOrder::default();
        let answer = loop {
            tokio::select! {
                biased;
                Some(event) = events.recv() => order.pass(event, &mut heard),
                answer = &mut handle.rx => break Some(answer),
                () = cancelled.cancelled() => break None,
            }
        };
        self.events.release(&token);
        while let Ok(event) = events.try_recv() {
            order.pass(event, &mut heard);
        }
        order.flush(&mut heard);
        if let Some(answer) = answer {
            return outcome(answer.unwrap_or(Err(ServiceError::TransportClosed)));
        }
        let _told = handle.cancel(Some("stopped by the user".into())).await;
        Err(CoreError::Cancelled)
    }
}

/// The number of a call's first event; each further one is greater by one.
const FIRST_SEQ: i64 = 1;

/// Each notification travels in a task of its own, so that one may overtake another: an early one waits for those
/// before it, and a second of the same number is left out.
struct InOrder {
    next: i64,
    early: BTreeMap<i64, Event>,
}

impl Default for InOrder {
    fn default() -> Self {
        Self { next: FIRST_SEQ, early: BTreeMap::new() }
    }
}

impl InOrder {
    fn pass(&mut self, event: Event, heard: &mut impl FnMut(Event)) {
        if event.seq >= self.next {
            self.early.insert(event.seq, event);
        }
        while let Some(event) = self.early.remove(&self.next) {
            self.next += 1;
            heard(event);
        }
    }

    /// At the end what still waits is heard, gaps or not: nothing that came is lost.
    fn flush(self, heard: &mut impl FnMut(Event)) {
        self.early.into_values().for_each(heard);
    }
}

fn reason(state: &CoreState) -> String {
    match state {
        CoreState::Failed { reason } | CoreState::Restarting { reason, .. } => reason.clone(),
        _ => "it was stopped.".into(),
    }
}

fn parsed<T: DeserializeOwned>(value: Value) -> Result<T, CoreError> {
    serde_json::from_value(value).map_err(|error| CoreError::Garbled(error.to_string()))
}

fn outcome(answer: Result<ServerResult, ServiceError>) -> Result<Value, CoreError> {
    match answer {
        Ok(ServerResult::CallToolResult(result)) => structured(result),
        Ok(other) => Err(CoreError::Garbled(format!("{other:?}").chars().take(200).collect())),
        Err(ServiceError::McpError(error)) => Err(CoreError::Refused(Failure {
            code: "core.refused".into(),
            message: error.message.into_owned(),
            hint: String::new(),
        })),
        Err(_) => Err(CoreError::Gone),
    }
}

/// A result of failure still has what had come, in the contract's shape; only a call that failed outright has none.
fn structured(result: CallToolResult) -> Result<Value, CoreError> {
    match result.structured_content {
        Some(value) => Ok(value),
        None if result.is_error == Some(true) => Err(CoreError::Refused(failure(&result))),
        None => Err(CoreError::Garbled("no structured result".into())),
    }
}

fn failure(result: &CallToolResult) -> Failure {
    let told = result.meta.as_ref().and_then(|meta| meta.get(FAILURE_META).cloned());
    told.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_else(|| Failure {
        code: "core.refused".into(),
        message: result.content.iter().filter_map(|block| block.as_text()).map(|text| text.text.as_str()).collect(),
        hint: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::EventKind;

    fn event(seq: i64) -> Event {
        Event { answer: None, by: None, conversation_id: None, kind: EventKind::Delta, seq, text: String::new() }
    }

    fn heard(came: &[i64]) -> Vec<i64> {
        let mut seen = Vec::new();
        let mut order = InOrder::default();
        for seq in came {
            order.pass(event(*seq), &mut |event: Event| seen.push(event.seq));
        }
        order.flush(&mut |event: Event| seen.push(event.seq));
        seen
    }

    #[test]
    fn an_event_that_overtook_another_waits_for_it() {
        assert_eq!(heard(&[1, 3, 4, 2, 5]), [1, 2, 3, 4, 5]);
        assert_eq!(heard(&[2, 1]), [1, 2]);
    }

    #[test]
    fn a_repeat_is_heard_once_and_what_waited_to_the_end_is_heard_then() {
        assert_eq!(heard(&[1, 1, 4, 4, 6]), [1, 4, 6]);
    }
}
