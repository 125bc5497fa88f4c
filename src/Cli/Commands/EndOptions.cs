using System.CommandLine;
using System.CommandLine.Parsing;
using FunctionsPipeline.Cli.Output;

namespace FunctionsPipeline.Cli.Commands;

/// <summary>Options of commands that see a run through to its end.</summary>
internal sealed class EndOptions
{
    private readonly Option<OutputFile[]> _files = CreateFiles();

    private readonly Option<FailureTolerance?> _failOnError = new("--fail-on-error")
    {
        Description = "Exit code 0 or 4 while at most this share (0.1) or number (5) of items failed or are unknown.",
        HelpName = "SHARE|COUNT",
        CustomParser = ParseTolerance,
    };

    /// <summary>Files to write; nothing is started when one of them makes no sense.</summary>
    public static Option<OutputFile[]> CreateFiles() => new("--output", "-o")
    {
        Description = "Write the run to this file too, as its ending says: .json, .jsonl, .csv, .junit.xml, .html, .yaml. May be given several times.",
        HelpName = "FILE",
        CustomParser = ParseFiles,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_files);
        command.Options.Add(_failOnError);
        DeviceOptions.AddTo(command);
    }

    /// <summary>What they ask for.</summary>
    public RunEnd Read(CommandEnvironment environment) =>
        new(environment.Terminal, environment.Arguments.GetValue(_files) ?? [], environment.Arguments.GetValue(_failOnError));

    private static OutputFile[] ParseFiles(ArgumentResult argument)
    {
        var files = new List<OutputFile>();
        foreach (var token in argument.Tokens)
        {
            var (file, problem) = OutputFile.Check(token.Value);
            if (file is not null) files.Add(file);
            else argument.AddError(problem!);
        }

        return [.. files];
    }

    private static FailureTolerance? ParseTolerance(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var tolerance = FailureTolerance.Parse(text);
        if (tolerance is null) argument.AddError($"--fail-on-error is '{text}'; allowed is a share from 0.0 to 1.0, or a whole number of items.");
        return tolerance;
    }
}
