using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>Makes the sound of an accepted call, spoilt where the script says so.</summary>
internal static class SpeechMaker
{
    // What stays of a garbled file: its signature, so that only decoding tells.
    private const int SignatureBytes = 12;

    private static readonly string Garbled = FaultNames.Of(FaultKind.GarbledSound);
    private static readonly string Silent = FaultNames.Of(FaultKind.SilentSound);
    private static readonly string Empty = FaultNames.Of(FaultKind.EmptySound);

    /// <summary>Speaks.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="text">What is said.</param>
    /// <param name="timbre">By whom.</param>
    /// <param name="seed">With the same one it sounds the same; null leaves it to the call.</param>
    /// <param name="form">Form of the file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The sound, and its file: no bytes for an empty one.</returns>
    public static async Task<(SpokenSound Sound, byte[] File)> MakeAsync(
        CallFacts facts, string text, Timbre timbre, ulong? seed, SoundForm form, CancellationToken cancellationToken)
    {
        var sound = await Speaker.SpeakAsync(text, timbre.Varied(new Draw(seed ?? facts.Seed).For("voice")), cancellationToken);
        if (facts.EndingFault == Empty) return (sound, []);
        var file = await SoundFile.WriteAsync(facts.EndingFault == Silent ? sound.Silenced() : sound, form, cancellationToken);
        if (facts.EndingFault == Garbled)
        {
            for (var at = SignatureBytes; at < file.Length; at++) file[at] ^= 0xA5;
        }

        return (sound, file);
    }
}
