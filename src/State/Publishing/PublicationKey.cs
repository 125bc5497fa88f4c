using System.Security.Cryptography;
using System.Text;
using FunctionsPipeline.State.Tables;

namespace FunctionsPipeline.State.Publishing;

/// <summary>What is published where. There is one publication of it, whatever happens.</summary>
/// <param name="Project">Project.</param>
/// <param name="RunId">Run.</param>
/// <param name="ItemId">Item of the run.</param>
/// <param name="Target">Where to, for example <c>youtube</c>; with several accounts, the account too.</param>
public sealed record PublicationKey(string Project, RunId RunId, string ItemId, string Target)
{
    // 2^48 tags: in a channel of ten thousand videos two equal ones have a chance of one to five million.
    private const int TagHashCharacters = 12;

    /// <summary>Our mark on what is published: the same for every attempt, silent about what it is for.</summary>
    public string RunTag =>
        "fp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Project}\n{RunId}\n{ItemId}\n{Target}")))[..TagHashCharacters];

    /// <summary>Names the publication in slots and messages.</summary>
    public string Id => $"{TableKey.Part(Project)}/{RunId}/{TableKey.Part(ItemId)}/{TableKey.Part(Target)}";

    internal string Partition => PartitionOf(Project);

    internal string Row => $"publication!{RunId}!{TableKey.Part(ItemId)}!{TableKey.Part(Target)}";

    internal static RowKeyRange All => RowKeyRange.Prefix("publication!");

    internal static string PartitionOf(string project) => "publish-" + TableKey.Part(project);

    internal static RowKeyRange OfRun(RunId runId) => RowKeyRange.Prefix($"publication!{runId}!");
}
