using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests;

/// <summary>
/// Runs every command that README.md shows, in its order, in a folder that holds the samples and where <c>./pipeline</c> is the built program. Left out is
/// <c>./test</c>, which runs this test.
/// </summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Every_command_of_the_readme_works()
    {
        var script = _home.File(_home.Write("pipeline", $"#!/bin/sh\nexec dotnet '{BuiltPrograms.Pipeline}' \"$@\"\n"));
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var sample in Directory.EnumerateFiles(Path.Combine(BuiltPrograms.RepositoryRoot, "samples"), "*", SearchOption.AllDirectories))
        {
            var copy = _home.File(Path.GetRelativePath(BuiltPrograms.RepositoryRoot, sample));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(sample, copy);
        }

        var commands = Commands(await File.ReadAllLinesAsync(Path.Combine(BuiltPrograms.RepositoryRoot, "README.md"))).ToList();
        commands.ShouldContain("./pipeline demo");
        commands.RemoveAll(command => command == "./test").ShouldBe(1);

        foreach (var command in commands)
        {
            await using var process = _home.StartProgram("sh", "-c", command);
            var finished = await process.WaitForEndAsync();
            finished.ExitCode.ShouldBe(0, $"{command}\n{finished.Output}\n{finished.Error}");
        }
    }

    /// <summary>Lines of the <c>sh</c> blocks, without comments.</summary>
    private static IEnumerable<string> Commands(IEnumerable<string> lines)
    {
        var isShell = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isShell = line == "```sh";
            else if (isShell && line.Split(" #")[0].Trim() is { Length: > 0 } command) yield return command;
        }
    }
}
