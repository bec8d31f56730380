"""What the commands say that serve an office and keep it sound."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # serve
    "serve-starts": ("启动服务（约 30 秒）…", "starting (about 30 s) …"),
    "serve-ready": (
        "{district} 已就绪。运行界面 {runs}　日志 {log}　按 Ctrl-C 停止",
        "{district} is served. Runs: {runs}  logs: {log}  Ctrl-C stops",
    ),
    "serve-inbox": (
        "收件文件夹 {inbox}：把报告放进年度子文件夹即可",
        "inbox {inbox}: drop reports into a year's folder",
    ),
    "serve-portal": ("报送门户 {portal}", "portal {portal}"),
    "serve-open": (
        "监听 {host} 时别的机器也能访问，须先设密码：环境变量 {variable}=用户名:密码",
        "others can reach {host}: set a password first, {variable}=name:password",
    ),
    "serve-orphans": ("关闭上次中断遗留的运行 {count} 个，未完成的报送件将重新处理", "closed {count} orphan runs"),
    "serve-again": ("{part} 意外结束，正在重新启动；详情见 {log}", "{part} has ended and is started again; see {log}"),
    "serve-failed": ("{part} 没有启动，详情见 {log}", "{part} did not start; see {log}"),
    "serve-stopped": ("已停止", "stopped"),
    "port-taken": (
        "端口 {port} 已被占用，请换一个 {option}",
        "port {port} is taken; choose another {option}",
    ),
    # portal
    "portal-token": (
        "{unit}的接口密钥，只显示这一次，请妥善保管：\n{token}",
        "the key of {unit}; it is shown this once:\n{token}",
    ),
    "portal-admin": (
        "{district}的管理员 {name}。首次密码只显示这一次，登录后须更改：\n{password}",
        "administrator {name} of {district}; first password, shown this once, to be changed at once:\n{password}",
    ),
    "portal-name": (
        "用户名“{name}”应为2至40位小写字母、数字、点、横线，以字母或数字开头",
        "“{name}” should be 2 to 40 small letters, digits, dots or dashes",
    ),
    "portal-name-taken": (
        "用户名“{name}”已由他人使用，请换一个",
        "the name “{name}” is somebody else's; choose another",
    ),
    "portal-needs-tls": (
        "--url 应为 https:// 开头的地址，现为 {url}；密码和报告不能明文传输",
        "--url must begin with https://, not {url}",
    ),
    "portal-needs-url": (
        "监听 {host} 时须经 TLS 反向代理，并用 --url 写明用户访问的 https 地址",
        "to listen on {host}, put a proxy with TLS in front and name its address with --url",
    ),
    # backup and restore
    "backup-done": (
        "已备份到 {folder}：文件库 {files} 个文件，其中新增 {new} 个",
        "backed up to {folder}: {files} files of the vault, {new} of them new",
    ),
    "backup-postgresql": (
        "档案在 PostgreSQL 中，未包含在内：请先用 pg_dump 备份数据库，再运行本命令",
        "the records are in PostgreSQL and not part of it: run pg_dump first, then this command",
    ),
    "restore-done": ("已恢复到 {folder}：文件库 {files} 个文件", "restored into {folder}: {files} files of the vault"),
    "restore-lost": ("备份中缺少 {file} 的原件（{sha256}）", "the bytes of {file} are not in the copy ({sha256})"),
    "copy-damaged": ("文件库中 {sha256} 的内容已损坏，请找出该报告重新报送", "{sha256} of the vault is damaged"),
    # doctor
    "doctor-good": ("安装完好", "the installation is sound"),
    "doctor-bad": ("有 {count} 处需要处理", "{count} things need attention"),
}  # fmt: skip
