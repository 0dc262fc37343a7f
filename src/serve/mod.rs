//! The reports in a browser, on this machine: HTTP/1.1 over the loopback interface.
//!
//! `guard` decides who may ask; `pages` asks the views and makes the reports that the command line prints, `links` lets
//! what they name lead to its page, `frame` stands around them; `review` takes verdicts. Pages need no script;
//! `page.js` adds keys and search while typing.

mod answer;
mod ask;
mod find;
mod frame;
mod guard;
mod known;
mod links;
mod pages;
mod review;
mod site;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub use guard::Guard;
pub use site::Site;

/// How long who asks may take to say what for.
const SLOWEST_REQUEST: Duration = Duration::from_secs(10);
/// How long answers under way may take once the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(3);
/// Connections at a time; more wait.
const CONNECTIONS: usize = 64;

/// Listens on an address.
///
/// # Errors
/// Where the address is taken or not this machine's.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Serves until `stopped` comes to its end; answers under way are finished.
pub async fn serve(listener: TcpListener, site: Site, stopped: impl Future<Output = ()>) {
    let site = Arc::new(site);
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stopped = std::pin::pin!(stopped);
    let keeper = tokio::spawn({
        let site = site.clone();
        async move { site.keep().await }
    });
    loop {
        let next = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            (place, accepted) = next => match accepted {
                Ok((stream, _)) => (place, stream),
                // Out of file handles, or gone before it was answered: the next one may do.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stopped => break,
        };
        let site = site.clone();
        let answer = service_fn(move |request| {
            let site = site.clone();
            async move { Ok::<_, Infallible>(site.answer(request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(SLOWEST_REQUEST)
            .serve_connection(TokioIo::new(stream), answer);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // Whoever asked has gone, or spoke no HTTP: nobody is left to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    keeper.abort();
    drop(listener);
    let _ = tokio::time::timeout(LAST_ANSWERS, connections.shutdown()).await;
}
