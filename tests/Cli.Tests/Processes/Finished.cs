using System.Text.Json.Nodes;

namespace FunctionsPipeline.Cli.Tests.Processes;

/// <summary>What a command left when it ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout, which must be one JSON object and nothing else.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public string LastErrorLine => Error.TrimEnd().Split('\n')[^1];

    /// <summary>Fails the test with everything the command said when it ended with another code.</summary>
    public Finished ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, $"stdout:\n{Output}\nstderr:\n{Error}");
        Error.ShouldNotContain("   at FunctionsPipeline", Case.Sensitive, "A stack trace is not a message for people.");
        return this;
    }
}
