using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Api.Tests.Serving;

/// <summary><c>docs/http-api.sh</c> against a host without a key, as a person would run it.</summary>
public sealed class WalkthroughTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_script_of_the_documents_does_what_it_says()
    {
        await using var serve = _home.Start("serve", "--port", "0", "--json");
        var address = (await serve.Output.WaitForAsync("\"listening\"")).Split('"')[3];

        await using var script = _home.StartProgram("sh", Path.Combine(BuiltPrograms.RepositoryRoot, "docs", "http-api.sh"), address);
        var walked = (await script.WaitForEndAsync()).ShouldExitWith(0);

        walked.Output.ShouldContain("4. Cancel another run.");
        walked.Output.ShouldContain("/files/report.html");
        walked.Error.ShouldContain("cancelled: 2 of 2");
    }
}
