using System.Collections.Concurrent;
using System.Globalization;
using FunctionsPipeline.Simulator.Accounts;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;
using FunctionsPipeline.Simulator.Http;
using FunctionsPipeline.Simulator.Speech;

namespace FunctionsPipeline.Simulator.ElevenLabs;

/// <summary>ElevenLabs: spoken texts with the time of every character, and the voices. Safe for several threads.</summary>
internal sealed class ElevenLabsSpeech(SimulatorOptions options, Intake intake, PriceList prices, RateLimiter limiter, CallWait wait)
{
    private const string Provider = "elevenlabs";
    private const int VoicesPerPageMax = 100;

    private readonly ConcurrentDictionary<string, int> _underWay = new(StringComparer.Ordinal);

    /// <summary>POST /v1/text-to-speech/{voice}/with-timestamps, and without: then the reply is the sound alone.</summary>
    public async Task SpeakAsync(HttpContext context, string voice, bool withTimes)
    {
        if (await KeyIdAsync(context) is not { } keyId) return;
        if (Speaker.Problem is { } silence)
        {
            await ElevenLabsErrors.Instance.WriteAsync(context, 503, silence);
            return;
        }

        if (!limiter.TryAdmit(Provider, keyId))
        {
            await FaultPlayer.RateLimitAsync(context, retryAfterSeconds: null, ElevenLabsErrors.Instance);
            return;
        }

        var count = _underWay.AddOrUpdate(keyId, 1, (_, last) => last + 1);
        try
        {
            TellConcurrency(context.Response, count);
            if (options.ElevenLabsConcurrency is var most and > 0 && count > most)
            {
                await ElevenLabsErrors.WriteAsync(
                    context, 429, "too_many_concurrent_requests", $"Too many concurrent requests. Your plan is limited to {most} of them.");
                return;
            }

            await SpeakAsync(context, keyId, voice, withTimes);
        }
        finally
        {
            _underWay.AddOrUpdate(keyId, 0, (_, last) => last - 1);
        }
    }

    /// <summary>GET /v2/voices.</summary>
    public async Task VoicesAsync(HttpContext context)
    {
        if (await KeyIdAsync(context) is null) return;
        var query = context.Request.Query;
        var size = int.TryParse(query["page_size"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, VoicesPerPageMax) : 10;
        var from = int.TryParse(query["next_page_token"], NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : 0;
        var all = VoiceTable.ElevenLabs;
        var page = all.Skip(from).Take(size).Select(
            voice => new ElevenLabsVoice(voice.Id, voice.Name, "premade", new ElevenLabsVoiceLabels(voice.Accent, voice.Age, voice.Gender)));
        var hasMore = from + size < all.Count;
        var next = hasMore ? (from + size).ToString(CultureInfo.InvariantCulture) : null;
        await Reply.WriteAsync(context, 200, new ElevenLabsVoices([.. page], hasMore, all.Count, next), ElevenLabsJson.Default.ElevenLabsVoices);
    }

    private async Task SpeakAsync(HttpContext context, string keyId, string voice, bool withTimes)
    {
        var format = context.Request.Query["output_format"].ToString();
        if (await Reply.ReadObjectAsync(context.Request) is not { } body)
        {
            await ElevenLabsErrors.FieldAsync(context, "body", "JSON decode error");
            return;
        }

        if (ElevenLabsOrder.TryRead(voice, format.Length == 0 ? "mp3_44100_128" : format, body, out var order) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        if (await intake.AcceptAsync(context, OrderOf(order!, keyId), ElevenLabsErrors.Instance) is not { } call) return;
        await wait.UntilReadyAsync(call, context.RequestAborted);
        if (call.Facts.Ending == CallState.Refused)
        {
            await ElevenLabsErrors.WriteAsync(context, 403, "content_policy_violation", "The text was rejected because it goes against our content policy.");
            return;
        }

        var (sound, file) = await MakeAsync(call, order!, context.RequestAborted);
        context.Response.Headers["request-id"] = call.Facts.RequestId;
        context.Response.Headers["character-cost"] = order!.Text.Length.ToString(CultureInfo.InvariantCulture);
        if (withTimes)
        {
            var times = file.Length == 0 ? null : AlignmentOf(order.Text, sound);
            await Reply.WriteAsync(context, 200, new ElevenLabsSpeechReply(Convert.ToBase64String(file), times, times), ElevenLabsJson.Default.ElevenLabsSpeechReply);
            return;
        }

        context.Response.ContentType = order.Form.MediaType;
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    internal static Task<(SpokenSound Sound, byte[] File)> MakeAsync(Call call, ElevenLabsOrder order, CancellationToken cancellationToken) =>
        SpeechMaker.MakeAsync(call.Facts, order.Text, order.Voice.Timbre.AtSpeed(order.Speed), order.Seed, order.Form, cancellationToken);

    private CallOrder OrderOf(ElevenLabsOrder order, string keyId) => new(Provider, FaultOperation.Speech, keyId, order.Model, order.Text)
    {
        PriceTicks = order.Text.Length * prices.TicksPer("character", Provider, order.Model),
        RefusalPriceTicks = 0,
        WorkSeconds = draw => 0.4 + (order.Text.Length * (0.01 + (0.01 * draw.Share))),
        Listing = order.ToListing(),
        Beside = string.Create(CultureInfo.InvariantCulture, $"{order.Voice.Id} {order.Speed} {order.Seed}"),
    };

    internal static ElevenLabsAlignment AlignmentOf(string text, SpokenSound sound)
    {
        var times = CharacterTimes.Of(text, sound);
        return new ElevenLabsAlignment(times.Characters, times.Starts, times.Ends);
    }

    private void TellConcurrency(HttpResponse response, int count)
    {
        response.Headers["current-concurrent-requests"] = count.ToString(CultureInfo.InvariantCulture);
        response.Headers["maximum-concurrent-requests"] = options.ElevenLabsConcurrency.ToString(CultureInfo.InvariantCulture);
    }

    internal static async Task<string?> KeyIdAsync(HttpContext context)
    {
        var check = ApiKey.CheckHeader(context.Request, "xi-api-key", out var keyId);
        if (check == KeyCheck.Good) return keyId;
        await (check == KeyCheck.Missing
            ? ElevenLabsErrors.WriteAsync(context, 401, "needs_authorization", "Neither authorization header nor xi-api-key received, please provide one.")
            : ElevenLabsErrors.WriteAsync(context, 401, "invalid_api_key", "Invalid API key"));
        return null;
    }
}
