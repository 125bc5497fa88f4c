using System.Text.Json;
using FunctionsPipeline.Providers.Http;

namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>A speech that came as events: pieces of sound, and at the end what it took. Pure.</summary>
/// <param name="Sound">The pieces, put together.</param>
/// <param name="Usage">Tokens; null when the end did not say.</param>
/// <param name="IsWhole">True when the end came.</param>
/// <param name="Error">What the provider says went wrong; null when nothing.</param>
internal sealed record OpenAiSpeechEvents(ReadOnlyMemory<byte> Sound, ChatUsage? Usage, bool IsWhole, string? Error)
{
    /// <summary>Reads a stream of server-sent events. An event may have several data lines; other fields do not matter.</summary>
    /// <exception cref="JsonException">An event is not JSON.</exception>
    public static OpenAiSpeechEvents Read(ReadOnlySpan<byte> stream)
    {
        var events = new OpenAiSpeechEvents(default, null, IsWhole: false, null);
        var sound = new MemoryStream();
        var data = new MemoryStream();
        foreach (var range in stream.Split((byte)'\n'))
        {
            var line = stream[range].TrimEnd((byte)'\r');
            if (line.StartsWith("data:"u8)) data.Write(line["data:"u8.Length..]);
            if (line.IsEmpty && data.Length > 0) events = events.With(data, sound);
        }

        if (data.Length > 0) events = events.With(data, sound);
        return events with { Sound = sound.ToArray() };
    }

    private OpenAiSpeechEvents With(MemoryStream data, MemoryStream sound)
    {
        var text = data.ToArray();
        data.SetLength(0);
        if (text.AsSpan().Trim((byte)' ').SequenceEqual("[DONE]"u8)) return this;
        var body = JsonElement.Parse(text);
        switch (body.Text("type"))
        {
            case "speech.audio.delta" when body.TryGetProperty("audio", out var audio) && audio.ValueKind == JsonValueKind.String:
                if (!audio.TryGetBytesFromBase64(out var piece)) throw new JsonException("A piece of sound is not in base64.");
                sound.Write(piece);
                return this;
            case "speech.audio.done":
                var usage = body.Object("usage");
                return this with
                {
                    IsWhole = true,
                    Usage = usage is { } tokens ? new ChatUsage(tokens.Count("input_tokens") ?? 0, 0, tokens.Count("output_tokens") ?? 0, 0) : null,
                };
            case "error":
                return this with { Error = ErrorBody.Parse(body).Message ?? "no reason given" };
            default:
                return this;
        }
    }
}
