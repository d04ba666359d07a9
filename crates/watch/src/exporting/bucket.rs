//! A bucket that speaks S3. `object_store` signs and checks; what it signs is carried by the HTTP client that the rest
//! of the watch uses, so that no second client with its own TLS is built in.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService,
};
use object_store::{ClientOptions, ObjectStoreExt as _, RetryConfig};

use crate::channels::Refusal;

/// Bytes of an answer, at most: what a store answers to a `PUT` is short.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What opens a bucket.
pub struct BucketAccess<'a> {
    /// Its name.
    pub bucket: &'a str,
    /// Its region; stores that know none take any.
    pub region: &'a str,
    /// Its server, where it is not Amazon's.
    pub endpoint: Option<&'a str>,
    /// What the names of objects begin with.
    pub prefix: &'a str,
    /// The key's id.
    pub key: &'a str,
    /// The key.
    pub secret: &'a str,
    /// Whether plain http will do.
    pub allow_http: bool,
}

/// A bucket.
#[derive(Clone)]
pub struct BucketTarget {
    store: Arc<AmazonS3>,
    prefix: String,
}

impl fmt::Debug for BucketTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BucketTarget({})", self.prefix)
    }
}

impl BucketTarget {
    /// Of what opens it. Nothing is sent.
    pub(super) fn open(access: &BucketAccess<'_>, client: reqwest::Client) -> object_store::Result<Self> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(access.bucket)
            .with_region(access.region)
            .with_access_key_id(access.key)
            .with_secret_access_key(access.secret)
            .with_allow_http(access.allow_http)
            .with_http_connector(Carrier(client))
            // The outbox retries, and says so.
            .with_retry(RetryConfig {
                max_retries: 0,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = access.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        Ok(Self {
            store: Arc::new(builder.build()?),
            prefix: access.prefix.trim_matches('/').to_owned(),
        })
    }

    /// Puts an object; one of the same name is replaced.
    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
        let path = if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.prefix)
        };
        let path = object_store::path::Path::from(path);
        self.store
            .put(&path, bytes.into())
            .await
            .map(drop)
            .map_err(|error| refusal(&error))
    }
}

/// What a failure means, without the store's words: they may repeat what was asked.
fn refusal(error: &object_store::Error) -> Refusal {
    use object_store::Error;
    match error {
        Error::NotFound { .. } => Refusal::for_good("there is no such bucket"),
        Error::PermissionDenied { .. } => Refusal::for_good("the key may not write there"),
        Error::Unauthenticated { .. } => Refusal::for_good("the key is not known"),
        Error::NotSupported { .. } | Error::NotImplemented { .. } => {
            Refusal::for_good("the store cannot do that")
        }
        _ => Refusal::temporary("the store did not take it"),
    }
}

/// Gives the store our client, whatever options it would set: ours has its own.
#[derive(Debug)]
struct Carrier(reqwest::Client);

impl HttpConnector for Carrier {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Carried(self.0.clone())))
    }
}

#[derive(Debug)]
struct Carried(reqwest::Client);

#[async_trait]
impl HttpService for Carried {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let request = self
            .0
            .request(parts.method, parts.uri.to_string())
            .headers(parts.headers)
            .timeout(Duration::from_mins(4))
            .body(reqwest::Body::wrap(body));
        let mut answer = request.send().await.map_err(failure)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if bytes.len() + chunk.len() > LONGEST_ANSWER {
                return Err(HttpError::new(
                    HttpErrorKind::Decode,
                    std::io::Error::other("the answer is too long"),
                ));
            }
            bytes.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(HttpResponseBody::from(bytes));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

fn failure(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind, error.without_url())
}
