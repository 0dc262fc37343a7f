//! `stance serve`: the reports in a browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::Done;
use super::context::{Context, put};
use super::error::CliError;
use super::stop::Stop;
use crate::serve::{Guard, Site, listen, serve};

/// The reports in a browser, on this machine: search, timelines, matrix, networks, articles, review
///
/// It listens on the loopback interface only, until it is stopped with Ctrl-C. On any other address who comes
/// needs the token in the address that is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance serve\n  \
    stance serve --port 8080 --by ada\n  \
    stance serve --bind 0.0.0.0 --name desk.example")]
pub(super) struct Args {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Port; 0 for any that is free
    #[arg(long, default_value_t = 7373)]
    port: u16,
    /// A name that it may be reached by, besides addresses and localhost
    #[arg(long, value_name = "HOST")]
    name: Vec<String>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let mut stop = Stop::new()?;
    let address = SocketAddr::new(args.bind, args.port);
    let listener = listen(address).await.map_err(|error| {
        CliError::new(format!("{address} cannot be listened on: {error}"))
            .hint("another program may have it: choose another --port, or 0 for any that is free")
    })?;
    let store = context.store().await?;
    let port = listener.local_addr()?.port();
    let open = !args.bind.is_loopback();
    let guard = Guard::new(port, args.name, open)
        .map_err(|error| CliError::new(format!("the system gives no random numbers: {error}")))?;
    let host = match args.bind {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    };
    let token = guard
        .token()
        .map_or(String::new(), |token| format!("?token={token}"));
    put(format!("http://{host}:{port}/{token}\n"))?;
    context.remark("open this address in a browser; Ctrl-C stops the server");
    if open {
        context.remark(
            "whoever has the address with its token can read everything and give verdicts; it is not encrypted on the way",
        );
    }
    let site = Site::new(store, context.by(), guard);
    serve(listener, site, stop.wait()).await;
    Ok(Done::Well)
}
