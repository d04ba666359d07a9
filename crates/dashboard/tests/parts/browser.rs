//! A real browser, told what to do as a reader would: one chromedriver per test, ended with it.
#![allow(dead_code, reason = "each test uses a part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::Method;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

/// How long anything that must happen may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser with one window.
pub struct Browser {
    /// For what is not here.
    pub client: Client,
    /// Where downloads go.
    pub downloads: PathBuf,
    base: String,
    _driver: Driver,
    _folder: tempfile::TempDir,
}

/// The driver's process. It takes its browser with it, however the test ends: killed without a word it would leave it.
struct Driver {
    child: Child,
    port: u16,
    session: Option<String>,
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = &self.session {
            let _ = self.farewell(session);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    #[allow(
        clippy::disallowed_methods,
        reason = "speaks to the driver that it started, on loopback"
    )]
    fn farewell(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        stream.read(&mut [0; 64]).map(drop)
    }
}

/// Starts a driver on a port that the system gives.
fn driver() -> Driver {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is missing: scripts/test.sh installs it (Debian: chromium, chromium-driver)");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut driver = Driver {
        child,
        port: 0,
        session: None,
    };
    for line in lines.map_while(Result::ok) {
        let port = line.split("started successfully on port ").nth(1);
        if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse().ok()) {
            driver.port = port;
            return driver;
        }
    }
    panic!("chromedriver ended before it said on which port it listens");
}

impl Browser {
    /// Opens a browser for the pages at `base` (`http://127.0.0.1:4711`).
    pub async fn open(base: &str) -> Self {
        let mut driver = driver();
        let folder = tempfile::tempdir().unwrap();
        let downloads = folder.path().join("downloads");
        std::fs::create_dir(&downloads).unwrap();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", folder.path().join("profile").display()),
        ]
        .map(str::to_owned);
        let options = json!({
            "args": arguments,
            "prefs": {"download.default_directory": downloads, "download.prompt_for_download": false},
        });
        let mut capabilities = Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .expect("chromium could not be started: scripts/test.sh installs it");
        driver.session = client.session_id().await.unwrap();
        let browser = Self {
            client,
            downloads,
            base: base.to_owned(),
            _driver: driver,
            _folder: folder,
        };
        let folder = browser.downloads.display().to_string();
        browser
            .devtools(
                "Browser.setDownloadBehavior",
                json!({"behavior": "allow", "downloadPath": folder}),
            )
            .await;
        // A window that nobody looks at has no focus, and tells no page of any.
        browser
            .devtools("Emulation.setFocusEmulationEnabled", json!({"enabled": true}))
            .await;
        browser
    }

    /// Notes from here on what goes wrong in a page: errors of scripts, what its policy refuses, what it asks of others.
    pub async fn watch_for_errors(&self) {
        let source = "window.__wrong = [];\
            addEventListener('error', e => window.__wrong.push(String(e.message)));\
            addEventListener('unhandledrejection', e => window.__wrong.push(String(e.reason)));\
            addEventListener('securitypolicyviolation', e => window.__wrong.push(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));";
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": source}))
            .await;
    }

    /// Nothing went wrong on the page that is shown, and it asked nobody but its own house.
    pub async fn no_errors(&self, place: &str) {
        let wrong = self.run("return window.__wrong || ['nobody watched']").await;
        assert_eq!(wrong, json!([]), "{place} at {}", self.here().await);
        let abroad = "return performance.getEntriesByType('resource').map(e => e.name)\
            .filter(name => !name.startsWith(location.origin) && !/^(data|blob):/.test(name))";
        assert_eq!(self.run(abroad).await, json!([]), "{place} asks others");
    }

    /// Goes to an address of the dashboard.
    pub async fn go(&self, address: &str) {
        self.client
            .goto(&format!("{}{address}", self.base))
            .await
            .unwrap();
    }

    /// The address that is shown: path and query.
    pub async fn here(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or_else(
            || url.path().to_owned(),
            |query| format!("{}?{query}", url.path()),
        )
    }

    /// What a script gives: `return document.title`.
    pub async fn run(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Whether an expression holds.
    pub async fn holds(&self, expression: &str) -> bool {
        let found = self
            .client
            .execute(&format!("return !!({expression})"), Vec::new())
            .await;
        found.is_ok_and(|value| value == Value::Bool(true))
    }

    /// Waits until an expression holds: what the page does, it does in its own time.
    pub async fn until(&self, expression: &str) {
        let wait = async {
            while !self.holds(expression).await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, wait).await.is_err() {
            let text = self
                .run("return document.body ? document.body.innerText.slice(0, 1500) : ''")
                .await;
            panic!(
                "never held at {}: {expression}\n{}",
                self.here().await,
                text.as_str().unwrap_or_default()
            );
        }
    }

    /// Waits until the address holds this text.
    pub async fn until_at(&self, part: &str) {
        self.until(&format!(
            "(location.pathname + location.search).includes({})",
            json!(part)
        ))
        .await;
        self.until("document.readyState === 'complete'").await;
    }

    /// Clicks the first element that matches.
    pub async fn click(&self, css: &str) {
        let wait = self.client.wait().at_most(PATIENCE);
        let element = wait
            .for_element(Locator::Css(css))
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"));
        self.client
            .execute(
                "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})",
                vec![json!(css)],
            )
            .await
            .unwrap();
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        for key in keys.chars() {
            let actions = KeyActions::new("keys".to_owned())
                .then(KeyAction::Down { value: key })
                .then(KeyAction::Up { value: key });
            self.client.perform_actions(actions).await.unwrap();
        }
    }

    /// Presses a key until an expression holds. A browser passes over what is pressed before it has painted a page.
    pub async fn press_for(&self, key: &str, expression: &str) {
        for _ in 0..8 {
            self.press(key).await;
            for _ in 0..60 {
                if self.holds(expression).await {
                    return self.until("document.readyState === 'complete'").await;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        panic!("{key:?} at {} did not bring: {expression}", self.here().await);
    }

    /// Writes into a field by keys, again where the browser passed over some: see [`Self::press_for`].
    pub async fn write(&self, css: &str, text: &str) {
        let field = format!("document.querySelector({})", json!(css));
        for _ in 0..8 {
            self.click(css).await;
            self.until(&format!("document.activeElement === {field}")).await;
            self.run(&format!("{field}.value = ''")).await;
            self.press(text).await;
            for _ in 0..40 {
                if self.holds(&format!("{field}.value === {}", json!(text))).await {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        panic!("{css} at {} did not take {text:?}", self.here().await);
    }

    /// A command of the browser's own developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let call = Devtools {
            command: command.to_owned(),
            parameters,
        };
        self.client
            .issue_cmd(call)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The window as a phone's of 390 by 844.
    pub async fn as_phone(&self) {
        let size = json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true});
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// The window as it was opened.
    pub async fn as_desk(&self) {
        self.devtools("Emulation.clearDeviceMetricsOverride", json!({}))
            .await;
    }

    /// Whether scripts of pages run.
    pub async fn scripts(&self, run: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({"value": !run}))
            .await;
    }

    /// Waits for a download and gives its bytes.
    pub async fn download(&self, name_ends: &str) -> Vec<u8> {
        let wait = async {
            loop {
                let files = std::fs::read_dir(&self.downloads)
                    .unwrap()
                    .map(|file| file.unwrap().path());
                let done = files
                    .into_iter()
                    .find(|path| path.to_string_lossy().ends_with(name_ends));
                if let Some(path) = done {
                    let bytes = std::fs::read(&path).unwrap();
                    std::fs::remove_file(&path).unwrap();
                    return bytes;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let done = tokio::time::timeout(PATIENCE, wait).await;
        done.unwrap_or_else(|_| panic!("no download ends with {name_ends}"))
    }

    /// Ends the browser in good order.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

/// A command of the developer tools, through the driver.
#[derive(Debug)]
struct Devtools {
    command: String,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        let body = json!({"cmd": self.command, "params": self.parameters});
        (Method::POST, Some(body.to_string()))
    }
}

/// The script of axe-core: where `scripts/test.sh` says, else where it puts it.
#[allow(
    clippy::disallowed_methods,
    reason = "the test runner says where it put the script"
)]
pub fn axe() -> String {
    let otherwise = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../.venv/npm/node_modules/axe-core/axe.min.js"
    );
    let path = std::env::var("SELLERS_ADS_TEST_AXE").unwrap_or_else(|_| otherwise.to_owned());
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{path}: {error}. scripts/test.sh fetches axe-core and sets SELLERS_ADS_TEST_AXE")
    })
}
