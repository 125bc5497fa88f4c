using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>A text to be spoken, as it is handed to the process that speaks.</summary>
internal sealed record SpeakOrder(string Text, Timbre Timbre);

/// <summary>What comes before the samples in the answer of that process.</summary>
internal sealed record SpeakHead(int SampleRateHz, IReadOnlyList<WordMark> Marks, int SampleCount);

/// <summary>The simulator's program as a process that speaks one text: order on standard input, head line and samples on standard output.</summary>
internal static class SpeakerProgram
{
    /// <summary>The only argument of such a process.</summary>
    public const string Argument = "speak";

    /// <summary>Exit code when espeak-ng's library is not there.</summary>
    public const int Missing = 3;

    /// <summary>Speaks.</summary>
    public static async Task<int> RunAsync()
    {
        var order = await JsonSerializer.DeserializeAsync(Console.OpenStandardInput(), SpeakJson.Default.SpeakOrder)
            ?? throw new InvalidOperationException("There is no order on standard input.");
        if (EspeakLibrary.TryLoad() is not { } library) return Missing;
        var speech = library.Speak(order.Text, order.Timbre);
        await using var output = Console.OpenStandardOutput();
        var head = JsonSerializer.SerializeToUtf8Bytes(new SpeakHead(speech.SampleRateHz, speech.Marks, speech.Samples.Length), SpeakJson.Default.SpeakHead);
        await output.WriteAsync((byte[])[.. head, (byte)'\n']);
        await output.WriteAsync(BytesOf(speech.Samples));
        return 0;
    }

    /// <summary>Reads the answer.</summary>
    /// <exception cref="InvalidDataException">It is not whole.</exception>
    public static RawSpeech Read(byte[] answer)
    {
        var end = Array.IndexOf(answer, (byte)'\n');
        var head = end < 0 ? null : JsonSerializer.Deserialize(answer.AsSpan(0, end), SpeakJson.Default.SpeakHead);
        if (head is null || answer.Length - end - 1 != head.SampleCount * sizeof(short)) throw new InvalidDataException("The sound that was spoken is not whole.");
        return new RawSpeech(head.SampleRateHz, head.Marks, SamplesOf(answer.AsSpan(end + 1)));
    }

    /// <summary>Samples as little-endian bytes.</summary>
    public static byte[] BytesOf(ReadOnlySpan<short> samples)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        for (var index = 0; index < samples.Length; index++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(index * sizeof(short)), samples[index]);
        return bytes;
    }

    /// <summary>Samples from little-endian bytes; half a sample at the end is left out.</summary>
    public static short[] SamplesOf(ReadOnlySpan<byte> bytes)
    {
        var samples = new short[bytes.Length / sizeof(short)];
        for (var index = 0; index < samples.Length; index++) samples[index] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(index * sizeof(short))..]);
        return samples;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpeakOrder))]
[JsonSerializable(typeof(SpeakHead))]
internal sealed partial class SpeakJson : JsonSerializerContext;
