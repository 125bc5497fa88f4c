using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Stories;

/// <summary>Plays the faults of questions for stories, which cost nothing and are in no book. Safe for several threads.</summary>
internal sealed class StoryDoor(FaultScript faults, FaultPlayer player)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    /// <summary>Plays a fault where the script has one.</summary>
    /// <returns>True when the fault has seen to the reply.</returns>
    public async Task<bool> TryPlayAsync(HttpContext context, string provider)
    {
        if (faults.IsEmpty) return false;
        var path = context.Request.Path.Value ?? "";
        var number = _asked.AddOrUpdate(path, 1, (_, last) => last + 1);
        if (faults.OnTheWay(FaultOperation.Story, provider, faults.ChanceOf(path).For(number)) is not { } fault) return false;
        faults.CountPlayed(fault);
        if (fault.Kind == FaultKind.WrongContentType)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!doctype html><html><head><title>Sign in</title></head><body>Please <b>sign in</body></html>");
        }
        else
        {
            await player.PlayAsync(context, fault, StoryErrors.Instance);
        }

        return true;
    }
}

/// <summary>Errors as public sites word them: a line of text.</summary>
internal sealed class StoryErrors : IErrorVoice
{
    public static StoryErrors Instance { get; } = new();

    public Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(message);
    }
}
