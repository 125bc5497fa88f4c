using System.CommandLine;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary><c>config show</c>: every setting, its value and where it came from.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Shows the settings.")
    {
        new Command("show", "Prints every setting with its value and its source.").Runs(ShowAsync),
    };

    private static Task<int> ShowAsync(CommandEnvironment environment, CancellationToken cancellationToken)
    {
        var rows = environment.Settings.All
            .Select(setting => new
            {
                name = setting.Definition.Name,
                value = setting.Definition.IsSecret && setting.Value is not null ? "(set)" : setting.Value,
                source = setting.Source,
                environment = setting.Definition.EnvironmentNames,
                help = setting.Definition.Help,
            })
            .ToArray();
        if (environment.Terminal.IsJson)
        {
            environment.Terminal.Json(new { settings = rows });
        }
        else
        {
            foreach (var row in rows)
            {
                environment.Terminal.Line($"{row.name,-18} {row.value ?? "-",-28} {row.source,-28} {row.help}");
            }
        }

        return Task.FromResult(ExitCodes.Ok);
    }
}
