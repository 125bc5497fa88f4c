using System.Text.Json.Serialization;
using FunctionsPipeline.Simulator.Clips;

namespace FunctionsPipeline.Simulator.Truth;

/// <summary>An accepted call and what it has cost.</summary>
internal sealed record ChargeLine(
    string Provider,
    string Operation,
    string RequestId,
    bool Accepted,
    bool Charged,
    long Ticks,
    DateTimeOffset Time,
    string PromptHash,
    string Model,
    string State,
    bool ReplyLost);

/// <summary>Every accepted call.</summary>
internal sealed record Charges(IReadOnlyList<ChargeLine> Calls, long TotalTicks);

/// <summary>What is wrong with a clip, where and when.</summary>
internal sealed record DefectTruth(string Kind, string? Trap, double StartSeconds, double EndSeconds, Box Box, double Severity);

/// <summary>The form of a clip.</summary>
internal sealed record ClipTruth(int Width, int Height, int FramesPerSecond, int FrameCount);

/// <summary>All there is to know about an accepted call.</summary>
internal sealed record CallTruth(
    string Provider,
    string Operation,
    string RequestId,
    string PromptHash,
    string State,
    IReadOnlyList<string> Traps,
    IReadOnlyList<DefectTruth> Defects,
    bool Clean,
    bool Refused,
    IReadOnlyList<string> Faults,
    ClipTruth? Clip);

/// <summary>The truth about every call.</summary>
internal sealed record WholeTruth(IReadOnlyList<CallTruth> Calls);

/// <summary>That it is well, and what it has seen.</summary>
internal sealed record Health(
    string Status, int Seed, double TimeScale, int Accepted, int RateLimited, IReadOnlyDictionary<string, int> Faults, long ManagedBytes);

/// <summary>The form of what tests and people read: camelCase.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Charges))]
[JsonSerializable(typeof(WholeTruth))]
[JsonSerializable(typeof(Health))]
internal sealed partial class TruthJson : JsonSerializerContext;
