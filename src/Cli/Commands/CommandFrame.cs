using System.CommandLine;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Runs a command: resolves settings, and turns failures into a message and an exit code.</summary>
internal static class CommandFrame
{
    /// <summary>Gives a command its body.</summary>
    public static Command Runs(this Command command, Func<CommandEnvironment, CancellationToken, Task<int>> body)
    {
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments, body, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        ParseResult arguments, Func<CommandEnvironment, CancellationToken, Task<int>> body, CancellationToken cancellationToken)
    {
        var terminal = Terminal.Create(
            arguments.GetValue(CommonOptions.Json), arguments.GetValue(CommonOptions.NoProgressBar), Environment.GetEnvironmentVariable);
        try
        {
            var environment = new CommandEnvironment(arguments, terminal, ReadSettings(arguments), TimeProvider.System);
            return await body(environment, cancellationToken);
        }
        catch (Exception exception)
        {
            var failure = Failures.Of(exception);
            terminal.Fail(failure);
            return failure.ExitCode;
        }
    }

    private static Settings ReadSettings(ParseResult arguments)
    {
        var flags = new Dictionary<SettingDefinition, string>();
        if (arguments.GetValue(CommonOptions.Home) is { } home) flags[SettingDefinitions.Home] = home;
        DeviceOptions.Read(arguments, flags);

        var files = new List<SettingsFile?>();
        files.AddRange((arguments.GetValue(CommonOptions.EnvironmentFiles) ?? []).Reverse().Select(path => SettingsFile.ReadEnvironmentFile(path, mustExist: true)));
        files.Add(SettingsFile.ReadEnvironmentFile(".env.local", mustExist: false));
        files.Add(SettingsFile.ReadEnvironmentFile(".env", mustExist: false));
        files.Add(SettingsFile.ReadUserSecrets(SettingsFile.UserSecretsPath()));
        if (arguments.GetValue(CommonOptions.SettingsFile) is { } named) files.Add(SettingsFile.ReadYaml(named, mustExist: true));
        files.Add(SettingsFile.ReadYaml("pipeline.yaml", mustExist: false));
        var userFolder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        if (userFolder.Length > 0) files.Add(SettingsFile.ReadYaml(Path.Combine(userFolder, "functionspipeline", "config.yaml"), mustExist: false));
        return Settings.Resolve(flags, Environment.GetEnvironmentVariable, [.. files.OfType<SettingsFile>()]);
    }
}
