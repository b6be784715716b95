//! The model on this computer, by the names that the page was promised: whether it runs, and a whole answer.

use opta_core::Core;
use opta_core::contract::{Answer, Failure, LlmStatusLayer, ModelRef, PullJob, ServerStatus};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tauri::State;

use crate::chores::{arguments, once};

/// Whether Ollama runs; the rest says what would answer, and what to do where it does not.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LlmStatus {
    /// Whether Ollama answers.
    pub running: bool,
    /// The names of its models.
    pub models: Vec<String>,
    /// Why it does not answer; left out where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Which layer fails.
    #[serde(default)]
    pub layer: Option<LlmStatusLayer>,
    /// The one thing that mends it.
    #[serde(default)]
    pub fix: Option<String>,
    /// Ollama's version.
    #[serde(default)]
    pub version: Option<String>,
    /// Another server, which answers before Ollama; left out where none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<ServerStatus>,
    /// What would answer.
    #[serde(default)]
    pub backend: Option<ModelRef>,
    /// What is said to it leaves this computer.
    #[serde(default)]
    pub leaves: bool,
    /// What else the user should know.
    #[serde(default)]
    pub notices: Vec<String>,
    /// Models on their way here.
    #[serde(default)]
    pub jobs: Vec<PullJob>,
}

/// One message of a conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatMessage {
    /// `user`, `assistant` or `system`.
    pub role: String,
    /// What was said.
    pub content: String,
}

/// A whole answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatResponse {
    /// What was answered.
    pub content: String,
    /// Who answered.
    pub model: String,
    /// Whether the answer is whole.
    pub done: bool,
    /// Why it is not; left out where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What was measured, where the question was about this computer.
    #[serde(default)]
    pub grounded: Option<Answer>,
}

/// Say whether Ollama runs; its not running is a state, not an error.
#[tauri::command]
pub async fn llm_status(core: State<'_, Core>) -> Result<LlmStatus, Failure> {
    once(&core, "llm_status", arguments(json!({}))).await
}

/// Answer the last message whole, from measurements where it is about this computer.
#[tauri::command]
pub async fn llm_chat(core: State<'_, Core>, messages: Vec<ChatMessage>) -> Result<ChatResponse, Failure> {
    once(&core, "llm_chat", arguments(json!({ "messages": messages, "grounded": true, "max_seconds": null }))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn the_shells_own_types_read_what_the_contract_writes() -> Outcome {
        let down = include_str!("../../contract/fixtures/LlmStatus.down.json");
        let status: LlmStatus = serde_json::from_str(down)?;
        assert!(!status.running && status.error.is_some() && status.layer == Some(LlmStatusLayer::NotStarted));
        let silent: LlmStatus = serde_json::from_str(include_str!("../../contract/fixtures/LlmStatus.server.json"))?;
        assert!(silent.running && silent.server.is_some_and(|server| server.error.is_some()));
        let answer: ChatResponse =
            serde_json::from_str(include_str!("../../contract/fixtures/ChatResult.grounded.json"))?;
        assert!(answer.done && answer.grounded.is_some());
        let message: ChatMessage = serde_json::from_str(include_str!("../../contract/fixtures/ChatMessage.user.json"))?;
        assert_eq!(message.role, "user");
        Ok(())
    }

    #[test]
    fn no_error_is_written_where_there_is_none() -> Outcome {
        let running = include_str!("../../contract/fixtures/LlmStatus.running.json");
        let written = serde_json::to_value(serde_json::from_str::<LlmStatus>(running)?)?;
        assert_eq!(written.get("error"), None);
        assert_eq!(written.get("server"), None);
        Ok(())
    }
}
