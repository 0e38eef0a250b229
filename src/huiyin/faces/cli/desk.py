"""The parts of a desk, and running them: what ``up`` and ``demo`` share."""

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from subprocess import Popen

import click

from huiyin.conf.env import Config
from huiyin.engine import folder, secrets
from huiyin.engine.postgres import DATABASE, Cluster
from huiyin.engine.processes import spawn
from huiyin.engine.speech import _
from huiyin.engine.supervisor import Child, Supervisor, events, ports
from huiyin.faces.cli import kernels
from huiyin.faces.cli.database import Addresses, addresses
from huiyin.faces.cli.migrations import migrations_mark

Extra = Callable[[Addresses, Mapping[str, str]], Sequence[Child]]
KEPT_FROM_CHILDREN = (
    "HUIYIN_DATABASE_URL",
    "HUIYIN_OWNER_DATABASE_URL",
    "HUIYIN_PORTAL_DATABASE_URL",
)
# Few arenas and one arithmetic thread a process: the desk is many small processes. Arrays of a
# megabyte and more go back to the system when they are done with; left alone, the allocator learns
# from the largest it has seen to keep them all, and hundreds of megabytes lie in pieces.
FRUGAL = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(2**20),
    "MALLOC_TRIM_THRESHOLD_": str(2**23),
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
# What runs in the background yields to what somebody waits for.
BACKGROUND_NICENESS = 5


def run_desk(
    config: Config,
    *,
    database: str = DATABASE,
    environ: Callable[[], Mapping[str, str]] = dict,
    extra: Extra = lambda urls, environ: (),
    prepare: Callable[[Cluster, Mapping[str, str]], None] | None = None,
    when_ready: Callable[[], None] = lambda: None,
) -> int:
    """Run a desk on one database until it is stopped; returns the exit code.

    `prepare` makes the database ready on the running embedded server before any part starts;
    then `environ` gives what is added to every part's environment. `extra` makes further parts.
    """
    folder.prepare(config.data_dir)
    with ExitStack() as stack:
        stack.enter_context(folder.held(config.data_dir))
        ports.refuse_taken(config.console_host, config.console_port, "HUIYIN_CONSOLE_PORT")
        ports.refuse_taken(config.portal_host, config.portal_port, "HUIYIN_PORTAL_PORT")
        cluster = Cluster(config.data_dir) if config.embedded else None
        if cluster is not None:
            cluster.ensure(say=lambda text: click.echo(text, err=True))
        events.info("desk.starting", data=config.data_dir, embedded=config.embedded)
        if cluster is not None and prepare is not None:
            stack.callback(cluster.stop)
            cluster.start()
            cluster.wait_ready()
            prepare(cluster, _environment(config))
        urls = addresses(config, database)
        told = {**_environment(config), **environ()}
        children = [*desk_children(config, cluster, database, told), *extra(urls, told)]
        return Supervisor(children, when_ready=lambda: _greet(config, when_ready)).run()


def desk_children(
    config: Config, cluster: Cluster | None, database: str, environ: Mapping[str, str]
) -> list[Child]:
    """PostgreSQL where it is ours, the migrations where there are any, and the three processes."""
    urls = addresses(config, database)
    needs: tuple[str, ...] = ()
    children = []
    if cluster is not None:
        needs = ("postgres",)
        children.append(_postgres(cluster))
    if cluster is None or cluster.noted(f"migrated-{database}") != migrations_mark():
        start = partial(
            python_start(environ, urls.owner), "huiyin.faces.cli.migrations", *urls.accounts
        )
        children.append(_migrate(cluster, database, start, needs))
        needs = ("migrate",)
    for face, url in (("console", urls.console), ("portal", urls.portal)):
        children.append(_face(config, face, environ, url, needs))
    compiled: tuple[str, ...] = ()
    if not kernels.are_compiled():
        compile_all = partial(python_start(environ, urls.worker), kernels.__name__)
        children.append(Child(name="compile", start=compile_all, needs=needs, once=True))
        compiled = ("compile",)
    told = _with_settings(environ, "worker", config)
    worker = python_start(told, urls.worker, BACKGROUND_NICENESS)
    children.append(
        Child(
            name="worker",
            start=partial(worker, "huiyin.faces.cli.worker"),
            needs=(*needs, *compiled),
        )
    )
    return children


def python_start(
    environ: Mapping[str, str], address: str, niceness: int = 0
) -> Callable[..., Popen[bytes]]:
    """A function that spawns ``python -m MODULE ARGS…`` with the address as its only database."""

    def start(module: str, *arguments: str) -> Popen[bytes]:
        return spawn(
            [sys.executable, "-P", "-m", module, *arguments],
            env={**environ, "HUIYIN_DB": address},
            niceness=niceness,
        )

    return start


def _postgres(cluster: Cluster) -> Child:
    return Child(
        name="postgres",
        start=cluster.start,
        is_ready=cluster.is_ready,
        stop_signal=signal.SIGINT,
        stop_seconds=30,
    )


def _migrate(
    cluster: Cluster | None,
    database: str,
    start: Callable[[], Popen[bytes]],
    needs: tuple[str, ...],
) -> Child:
    mark = migrations_mark()

    def remember() -> None:
        if cluster is not None:
            cluster.note(f"migrated-{database}", mark)

    return Child(
        name="migrate",
        start=start,
        when_done=remember,
        needs=needs,
        once=True,
    )


def _face(
    config: Config, face: str, environ: Mapping[str, str], url: str, needs: tuple[str, ...]
) -> Child:
    host: str = getattr(config, f"{face}_host")
    port: int = getattr(config, f"{face}_port")
    start = python_start(_with_settings(environ, face, config), url)
    target = f"huiyin.faces.{face}.wsgi:application"
    return Child(
        name=face,
        start=partial(start, "huiyin.engine.supervisor.serve", target, host, str(port)),
        is_ready=partial(ports.answers, host, port),
        needs=needs,
    )


def _with_settings(environ: Mapping[str, str], part: str, config: Config) -> dict[str, str]:
    """The portal signs with a key of its own; console and worker share one."""
    key = "key-portal" if part == "portal" else "key-console"
    return {
        **environ,
        "DJANGO_SETTINGS_MODULE": f"huiyin.conf.{part}",
        "HUIYIN_SECRET_KEY": secrets.read_or_make(config.data_dir, key),
    }


def _environment(config: Config) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in KEPT_FROM_CHILDREN}
    return {
        **FRUGAL,
        **kept,
        "HUIYIN_DATA": str(config.data_dir),
        "DJANGO_SETTINGS_MODULE": "huiyin.conf.worker",
        "HUIYIN_SECRET_KEY": secrets.read_or_make(config.data_dir, "key-console"),
        "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
        ),
    }


def _greet(config: Config, when_ready: Callable[[], None]) -> None:
    click.echo("")
    click.echo(_("  Console, for the staff    {url}").format(url=config.console_url))
    click.echo(_("  Portal, for the public    {url}").format(url=config.portal_url))
    click.echo(_("  Ctrl-C stops the desk."))
    when_ready()
    click.echo("")
