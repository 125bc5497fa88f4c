using System.Buffers.Binary;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>
/// Reads the vectors of a reply: numbers, or base64 of little-endian floats; in any order, told by their index; of any length, made 1.
/// Pure.
/// </summary>
internal static class OpenAiVectors
{
    /// <summary>Reads as many vectors as there were texts.</summary>
    /// <param name="data">The list in the reply.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="vectors">One a text, in its order; empty when there is a fault.</param>
    /// <returns>What is wrong with them, or null.</returns>
    public static string? Read(JsonElement data, EmbeddingRequest request, out IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        vectors = [];
        var count = data.GetArrayLength();
        if (count != request.Texts.Count) return $"the reply holds {count} vectors for {request.Texts.Count} texts";

        var read = new float[count][];
        var place = 0;
        foreach (var entry in data.EnumerateArray())
        {
            // A server that gives no index keeps the order.
            var index = entry.Count("index") ?? place;
            if (index >= count || read[index] is not null) return $"the vector at place {place} has the index {index}, which cannot be";
            if (Vector(entry) is not { Length: > 0 } vector) return $"the vector of text {index} is neither numbers nor base64";
            if (!TryMakeUnit(vector)) return $"the vector of text {index} has no direction";
            read[index] = vector;
            place++;
        }

        var dimensions = request.Dimensions ?? read[0].Length;
        if (Array.Find(read, vector => vector.Length != dimensions) is { } odd) return $"a vector has {odd.Length} dimensions, not {dimensions}";
        vectors = [.. read.Select(vector => new ReadOnlyMemory<float>(vector))];
        return null;
    }

    private static float[]? Vector(JsonElement entry)
    {
        if (entry.Array("embedding") is { } numbers) return Numbers(numbers);
        return entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("embedding", out var field) && field.ValueKind == JsonValueKind.String
            && field.TryGetBytesFromBase64(out var bytes)
            ? Floats(bytes)
            : null;
    }

    private static float[]? Numbers(JsonElement numbers)
    {
        var vector = new float[numbers.GetArrayLength()];
        var place = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out vector[place++])) return null;
        }

        return vector;
    }

    private static float[]? Floats(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(float) != 0) return null;
        var vector = new float[bytes.Length / sizeof(float)];
        for (var place = 0; place < vector.Length; place++) vector[place] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(place * sizeof(float))..]);
        return vector;
    }

    // Summed in doubles: thousands of small squares would lose their ends in floats.
    private static bool TryMakeUnit(float[] vector)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        var length = Math.Sqrt(squares);
        if (!double.IsFinite(length) || length == 0) return false;
        for (var place = 0; place < vector.Length; place++) vector[place] = (float)(vector[place] / length);
        return true;
    }
}
