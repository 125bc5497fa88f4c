using System.CommandLine;
using System.Security.Cryptography;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Hosting;
using FunctionsPipeline.Cli.Output;
using FunctionsPipeline.Pipelines;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>What a command gets: its arguments, the terminal, the settings and the clock.</summary>
internal sealed record CommandEnvironment(ParseResult Arguments, Terminal Terminal, Settings Settings, TimeProvider Clock)
{
    private const long LogFileBytesMax = 20 * 1024 * 1024;
    private const int LogFilesKept = 14;

    public string Home => Settings[SettingDefinitions.Home]!;

    /// <summary>A log in the home: a file a day, rotated by size, two weeks kept.</summary>
    /// <exception cref="CommandException">The log level is none of the four.</exception>
    public ILoggerFactory OpenLog(HomeFolder home)
    {
        var level = Settings[SettingDefinitions.LogLevel]!.ToLowerInvariant() switch
        {
            "debug" => LogEventLevel.Debug,
            "info" => LogEventLevel.Information,
            "warning" => LogEventLevel.Warning,
            "error" => LogEventLevel.Error,
            var other => throw new CommandException("invalid_setting", $"logLevel is '{other}'; allowed are debug, info, warning, error."),
        };
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            .WriteTo.File(
                Path.Combine(home.Path, "logs", "pipeline-.log"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: LogFileBytesMax,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: LogFilesKept,
                shared: true,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}")
            .CreateLogger();
        return LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddSerilog(logger, dispose: true));
    }

    /// <summary>The part of it that hosting needs.</summary>
    public CommandEnvironmentView ForHosting(ILoggerFactory loggers) =>
        new(HomeFolder.OpenForWriting(Home), Settings, Clock, loggers, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));

    /// <summary>What a person asks for with a spec and the command line.</summary>
    public RunRequest Request(SpecSource spec, IReadOnlyDictionary<string, string> overrides, ItemRange? items, ProviderConnection connection) => new()
    {
        Spec = spec,
        Overrides = overrides,
        Items = items,
        DayBudgetUsd = Settings.Usd(SettingDefinitions.DayBudget),
        ProjectBudgetUsd = Settings.Usd(SettingDefinitions.ProjectBudget),
        ProviderBudgetUsd = Settings.Usd(SettingDefinitions.ProviderBudget),
        Simulated = connection.Simulated,
    };
}
