using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>Vectors of texts: hashed words, so that texts that share words lie near each other.</summary>
internal static class TextVectors
{
    /// <summary>The texts that get a vector: all of them, unless the call has the fault that one is missing.</summary>
    public static IEnumerable<string> Answered(CallFacts facts, IReadOnlyList<string> texts) =>
        facts.EndingFault == FaultNames.Of(FaultKind.MissingVector) ? texts.SkipLast(1) : texts;

    /// <summary>A vector of length 1.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="dimensions">At least 1.</param>
    public static float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var draw = Draw.FromSeed(0).For(word.Trim('.', ',', '!', '?', '"', '\''));
            vector[draw.Index(dimensions)] += draw.For("sign").Happens(0.5) ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(value => value * value));
        if (length == 0)
        {
            vector[0] = 1;
            return vector;
        }

        for (var index = 0; index < dimensions; index++) vector[index] /= length;
        return vector;
    }
}
