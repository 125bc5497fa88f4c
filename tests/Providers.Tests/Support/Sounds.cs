using System.Buffers.Binary;

namespace FunctionsPipeline.Providers.Tests.Support;

/// <summary>Small sounds.</summary>
internal static class Sounds
{
    public static byte[] Mp3 => [0xFF, 0xFB, 0x90, 0x00, .. new byte[60]];

    /// <summary>Half a second of silence at 24,000 Hz; its header may claim another length, as one does that was written first.</summary>
    public static byte[] Wav(uint? claimedBytes = null)
    {
        byte[] file = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, .. new byte[12], .. "data"u8, 0, 0, 0, 0, .. new byte[24_000]];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24), 24_000);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(28), 48_000);
        (file[32], file[34]) = (2, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), claimedBytes ?? 24_000);
        return file;
    }

    public static Task<SpeechReply> SubmitAsync(this ISpeechModel model, SpeechRequest request) =>
        Reserved.RunAsync(model.ProviderId, reservation => model.SubmitAsync(request, reservation, CancellationToken.None));
}
