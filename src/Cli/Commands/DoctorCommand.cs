using System.CommandLine;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Media;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>doctor</c>: checks what a run needs, before it costs anything. Exit code 2 when something is missing that stops a run.</summary>
internal static class DoctorCommand
{
    private const long FreeBytesMin = 1L << 30;

    public static Command Create() =>
        new Command("doctor", "Checks ffmpeg, disk, home, keys, clock, devices and GPU.").Runs(DiagnoseAsync);

    private static async Task<int> DiagnoseAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        List<Check> checks =
        [
            await CheckFfmpegAsync(environment, cancellationToken),
            CheckHome(environment.Home),
            CheckDisk(environment.Home),
            .. ProviderDefinition.All.Select(provider => CheckKey(environment.Settings, provider)),
            CheckClock(environment),
            CheckDevices(environment.Settings),
            CheckGpu(),
        ];
        if (environment.Terminal.IsJson) environment.Terminal.Json(new { checks });
        foreach (var check in checks)
        {
            environment.Terminal.Line($"{check.State,-8} {check.Name,-17} {check.Found}");
            if (check.Hint is not null) environment.Terminal.Line($"                           {check.Hint}");
        }

        return checks.Exists(check => check.State == Blocked) ? ExitCodes.Blocked : ExitCodes.Ok;
    }

    private const string Passed = "passed";
    private const string Degraded = "degraded";
    private const string Blocked = "blocked";

    private static async Task<Check> CheckFfmpegAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            var ffmpeg = await FfmpegTool.FindAsync(environment.Settings[SettingDefinitions.Ffmpeg], environment.Clock, cancellationToken);
            return new Check("ffmpeg", Passed, $"{ffmpeg.Version} at {ffmpeg.Path}", null);
        }
        catch (MediaException exception)
        {
            return new Check("ffmpeg", Blocked, exception.Message, exception.Hint);
        }
    }

    private static Check CheckHome(string path)
    {
        try
        {
            return new Check("home", Passed, HomeFolder.OpenForWriting(path).Path, null);
        }
        catch (CommandException exception)
        {
            return new Check("home", Blocked, exception.Message, exception.Hint);
        }
    }

    private static Check CheckDisk(string path)
    {
        var full = Path.GetFullPath(path);
        var drive = DriveInfo.GetDrives()
            .Where(candidate => full.StartsWith(candidate.Name, StringComparison.Ordinal))
            .MaxBy(candidate => candidate.Name.Length);
        if (drive is null) return new Check("disk", Degraded, "free space is unknown", null);

        var found = $"{drive.AvailableFreeSpace / 1e9:0.0} GB free on {drive.Name}";
        return drive.AvailableFreeSpace >= FreeBytesMin
            ? new Check("disk", Passed, found, null)
            : new Check("disk", Blocked, found, "Free at least 1 GB, or use another disk with --home DIR.");
    }

    private static Check CheckKey(Settings settings, ProviderDefinition provider)
    {
        var (name, key, url) = (provider.Id, SettingDefinitions.KeyOf(provider.Id), SettingDefinitions.BaseUrlOf(provider.Id));
        var where = settings.IsSet(url) ? $"base URL {settings[url]}" : "its own address";
        var isUsed = settings.IsSet(url) || (provider.NeedsKey && settings[key] is not null);
        if (isUsed && MissingOf(settings, provider) is { } missing)
        {
            return new Check(name, Degraded, $"a key is set, and {missing.EnvironmentName} is not; {where}", $"Set {missing.EnvironmentName} too.");
        }

        if (isUsed) return new Check(name, Passed, $"{(settings[key] is null ? "no key" : "a key is set")}; {where}", null);
        return provider.NeedsKey
            ? new Check(name, Degraded, "no key: runs use the built-in simulator", $"Set {key.EnvironmentNames[0]} to use the provider.")
            : new Check(name, Degraded, "no address: not used", $"Set {url.EnvironmentNames[0]} to use a server of your own; it needs no key.");
    }

    /// <summary>A setting that a provider cannot do without. A simulator takes anything.</summary>
    private static ProviderSetting? MissingOf(Settings settings, ProviderDefinition provider) =>
        Uri.TryCreate(settings[SettingDefinitions.BaseUrlOf(provider.Id)], UriKind.Absolute, out var url) && url.IsLoopback
            ? null
            : provider.Extras.FirstOrDefault(extra => extra.IsRequired && settings[SettingDefinitions.ExtraOf(extra)] is null);

    private static Check CheckClock(CommandEnvironment environment)
    {
        var now = environment.Clock.GetUtcNow();
        var built = File.GetLastWriteTimeUtc(typeof(DoctorCommand).Assembly.Location);
        return now.UtcDateTime >= built.AddDays(-1)
            ? new Check("clock", Passed, now.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), null)
            : new Check("clock", Degraded, $"{now:O} is before this program was built ({built:O})", "Set the clock: daily caps and quotas go by it.");
    }

    /// <summary>What clips are analysed on.</summary>
    private static Check CheckDevices(Settings settings)
    {
        try
        {
            var pool = DevicePools.Create(settings, Environment.ProcessorCount, seed: 0);
            var devices = pool.Devices.Select(device => $"{device.Id} ({device.Name}, {device.JobsMax} clips at once, {device.MemoryTotalBytes / 1e9:0.0} GB)");
            return new Check("devices", Passed, $"{string.Join(", ", devices)}; strategy {settings[SettingDefinitions.DeviceStrategy]}", null);
        }
        catch (CommandException exception)
        {
            return new Check("devices", Blocked, exception.Message, exception.Hint);
        }
    }

    /// <summary>Lists the GPUs; none, or a driver that cannot be used, degrades and never blocks.</summary>
    private static Check CheckGpu()
    {
        var devices = GpuDevices.List();
        if (devices.Count == 0) return new Check("gpu", Degraded, "no GPU: analysis runs on the processor", null);

        var found = $"{devices.Count} ({string.Join(", ", devices)})";
        return GpuDevices.HasCudaDriver
            ? new Check("gpu", Passed, $"{found} with a CUDA driver; this version analyses on the processor", null)
            : new Check("gpu", Degraded, $"{found}, and no CUDA driver library: analysis runs on the processor", "Install the driver's libcuda.so.1 to use them.");
    }

    private sealed record Check(string Name, string State, string Found, string? Hint);
}
