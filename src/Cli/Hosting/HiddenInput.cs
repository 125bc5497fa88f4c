using System.Text;
using FunctionsPipeline.Cli.Configuration;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Hosting;

/// <summary>Asks a person for a key without showing it. Where nobody can answer, the missing key is an error.</summary>
internal static class HiddenInput
{
    /// <exception cref="CommandException">There is no terminal, or nothing was typed.</exception>
    public static string Ask(SettingDefinition key, Terminal terminal)
    {
        var missing = new CommandException(
            "key_missing",
            $"{key.EnvironmentNames[0]} is not set. Nothing was started and no money was spent.",
            $"Set {key.EnvironmentNames[0]} in the environment or in .env.",
            ExitCodes.Blocked);
        if (Console.IsInputRedirected || !terminal.IsInteractive) throw missing;

        terminal.Message($"{key.EnvironmentNames[0]} (not shown, not stored): ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key != ConsoleKey.Backspace) typed.Append(pressed.KeyChar);
            else if (typed.Length > 0) typed.Length--;
        }

        return typed.Length > 0 ? typed.ToString() : throw missing;
    }
}
