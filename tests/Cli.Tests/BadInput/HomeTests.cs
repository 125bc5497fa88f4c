using System.Security.Cryptography;
using FunctionsPipeline.Cli.Tests.Processes;

namespace FunctionsPipeline.Cli.Tests.BadInput;

public sealed class HomeTests : IDisposable
{
    private readonly PipelineHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task A_file_in_the_place_of_the_home_is_told(string command)
    {
        _home.Write("taken", "not a folder");

        var refused = (await _home.RunAsync(command, _home.WriteSpec(1), "--home", "taken", "--json")).ShouldExitWith(1);

        refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("home_not_writable");
        refused.Error.ShouldContain("no money was spent");
        refused.Error.ShouldContain("--home DIR");
        File.ReadAllText(_home.File("taken")).ShouldBe("not a folder");
    }

    [Fact]
    public async Task A_home_where_nothing_can_be_made_is_told()
    {
        var refused = (await _home.RunAsync("demo", "--home", "/proc/nowhere")).ShouldExitWith(1);

        refused.Error.ShouldContain("The home folder /proc/nowhere cannot be written");
    }

    [Theory]
    [InlineData("state.db")]
    [InlineData("durable.db")]
    public async Task A_damaged_database_is_told_and_left_as_it_is(string name)
    {
        await using var simulator = await SimulatorChild.StartAsync();
        var spec = _home.With(simulator).WriteSpec(1);
        (await _home.RunAsync("run", spec)).ShouldExitWith(0);
        var database = Path.Combine(_home.Path, name);
        var damaged = new byte[20_000];
        new Random(1).NextBytes(damaged);
        await File.WriteAllBytesAsync(database, damaged);
        var filesBefore = Contents(name);

        foreach (var command in new[] { new[] { "run", spec, "--new" }, ["resume"], ["retry"] })
        {
            var refused = (await _home.RunAsync([.. command, "--json"])).ShouldExitWith(1);
            refused.Json["error"]!["code"]!.GetValue<string>().ShouldBe("database_unreadable");
            refused.Error.ShouldContain(database);
            refused.Error.ShouldContain("it is damaged");
        }

        Contents(name).ShouldBe(filesBefore);
        (await simulator.ChargesAsync()).Calls.Count.ShouldBe(1);
    }

    /// <summary>The database and whatever lies beside it, as hashes.</summary>
    private Dictionary<string, string> Contents(string database) =>
        Directory.GetFiles(_home.Path, database + "*").ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
