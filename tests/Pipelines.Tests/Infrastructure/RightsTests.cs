using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Tests.Infrastructure;

/// <summary>Who may do what has a reason that can be read, and no secret stands in a file.</summary>
public sealed partial class RightsTests
{
    /// <summary>Roles that may do everything, or give rights: none of them is needed.</summary>
    private static readonly string[] RolesThatMayDoTooMuch =
    [
        "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
        "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
        "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
        "f58310d9-a9f6-439a-9e8d-f62e7b41a168", // Role Based Access Control Administrator
        "17d1049b-9a84-46fb-8f53-869881c3d3ab", // Storage Account Contributor: it may read the account's keys
    ];

    private static readonly IReadOnlyList<string> Assignments =
    [
        .. InfrastructureFiles.Modules.Values.SelectMany(module => RoleAssignment().Matches(module).Select(match => match.Value)),
    ];

    [Fact]
    public void Every_role_assignment_says_what_it_is_for()
    {
        Assignments.Count.ShouldBeGreaterThan(9);
        foreach (var assignment in Assignments) InfrastructureFiles.Find(assignment, "description: '([^']{30,})'").ShouldHaveSingleItem(assignment);
    }

    [Fact]
    public void Every_role_assignment_stands_in_the_guide_and_no_role_is_there_in_vain()
    {
        var guide = InfrastructureFiles.Read("docs/deploy.md");
        var assigned = Assignments.SelectMany(assignment => InfrastructureFiles.Find(assignment, @"roleIds\.(\w+)")).ToList();

        assigned.Distinct().ShouldBe(InfrastructureFiles.Find(InfrastructureFiles.Modules["infra/roles.bicep"], @"^  (\w+): '"), ignoreOrder: true);
        foreach (var role in assigned.Distinct())
        {
            // storageBlobDataOwner is "Storage Blob Data Owner", and acrPull is "AcrPull".
            var name = Capital().Replace(role, " ?$0");
            Regex.Count(guide, $@"^\| {name} \|", RegexOptions.Multiline | RegexOptions.IgnoreCase)
                .ShouldBe(assigned.Count(other => other == role), $"rows of '{role}' in the table of docs/deploy.md");
        }
    }

    [Fact]
    public void No_role_may_do_everything() =>
        RolesThatMayDoTooMuch.Where(id => InfrastructureFiles.All.Any(path => InfrastructureFiles.Read(path).Contains(id, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();

    [Fact]
    public void Nobody_reaches_the_account_the_registry_or_the_telemetry_with_a_key()
    {
        InfrastructureFiles.Modules["infra/storage.bicep"].ShouldContain("allowSharedKeyAccess: false");
        InfrastructureFiles.Modules["infra/gpu-worker.bicep"].ShouldContain("adminUserEnabled: false");
        InfrastructureFiles.Modules["infra/monitoring.bicep"].ShouldContain("DisableLocalAuth: true");

        // The one key that is read is that of the address which Event Grid calls.
        InfrastructureFiles.Modules.Where(module => module.Value.Contains("listKeys", StringComparison.OrdinalIgnoreCase)).Select(module => module.Key)
            .ShouldBe(["infra/frame-result-events.bicep"]);
    }

    [Fact]
    public void No_file_holds_what_looks_like_a_secret()
    {
        foreach (var path in InfrastructureFiles.All) Secrets(InfrastructureFiles.Read(path)).ShouldBeEmpty(path);
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9vYmFy")]
    [InlineData("https://a.blob.core.windows.net/?sv=2024&sig=abc%3D")]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000000")]
    [InlineData("param password string = 'hunter22'")]
    [InlineData("XAI_API_KEY: 'abc'")]
    [InlineData("az keyvault secret set --name fal-key --value 1234")]
    [InlineData("value: 'q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJ'")]
    public void A_secret_would_be_seen(string text) => Secrets(text).ShouldNotBeEmpty();

    private static IReadOnlyList<string> Secrets(string text) =>
    [
        .. SecretInWords().Matches(text).Select(match => match.Value),
        .. LongWord().Matches(text).Select(match => match.Value).Where(word => word.Any(char.IsDigit) && word.Any(char.IsUpper) && word.Any(char.IsLower)),
    ];

    // Settings of keys may only hold a reference, and commands read a key from the keyboard or a variable.
    [GeneratedRegex("""AccountKey=\w|SharedAccess\w*=\w|[?&]sig=\w|InstrumentationKey=\w|password\b[^=\n]*=\s*['"]\w|_KEY'?: *'(?!@Microsoft\.KeyVault\()|--value +["']?[^"'$ ]""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretInWords();

    [GeneratedRegex(@"[A-Za-z0-9+]{32,}")]
    private static partial Regex LongWord();

    [GeneratedRegex(@"'Microsoft\.Authorization/roleAssignments@.*?^(?:\}|\]|  \})", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex RoleAssignment();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
