using System.Runtime.InteropServices;
using System.Text;

namespace FunctionsPipeline.Simulator.Speech;

/// <summary>
/// The library of espeak-ng, which tells what its program does not: where in the sound each word begins. It carries state from one text to
/// the next, so one process speaks one text (<see cref="SpeakerProgram"/>): then equal orders give equal sounds.
/// </summary>
internal sealed class EspeakLibrary
{
    private const int OutputSynchronous = 2;
    private const int Utf8Text = 1;
    private const int PositionInCharacters = 1;
    private const int EventEnd = 0;
    private const int EventWord = 1;

    // espeak_EVENT: type, id, text position, length, audio position, sample, user data, a union of 8 bytes.
    private const int EventBytes = 40;
    private const int TextPositionAt = 8;
    private const int SampleAt = 20;

    private const int ParameterRate = 1;
    private const int ParameterPitch = 3;
    private const int ParameterRange = 4;

    private static readonly string[] Names = ["libespeak-ng.so.1", "libespeak-ng.so", "libespeak-ng.dylib", "/opt/homebrew/lib/libespeak-ng.dylib", "libespeak-ng.dll"];

    // The library draws its noise from the C library's generator, which the runtime seeds with the time of day.
    private static readonly string[] CLibraries = ["libc.so.6", "libSystem.dylib", "ucrtbase.dll"];
    private const uint NoiseSeed = 1;

    private readonly nint _library;
    private readonly int _sampleRateHz;
    private readonly List<short> _samples = [];
    private readonly List<WordMark> _marks = [];

    // Kept, so that it outlives the calls from the library.
    private readonly SynthCallback _callback;

    private EspeakLibrary(nint library)
    {
        _library = library;
        _callback = OnSound;
        _sampleRateHz = Function<Initialize>("espeak_Initialize")(OutputSynchronous, 0, 0, 0);
        Function<SetSynthCallback>("espeak_SetSynthCallback")(_callback);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SynthCallback(nint samples, int count, nint events);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SeedNoise(uint seed);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Initialize(int output, int bufferMs, nint path, int options);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetSynthCallback(SynthCallback callback);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetVoiceByName(byte[] name);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetParameter(int parameter, int value, int isRelative);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Synth(byte[] text, nuint bytes, uint position, int positionType, uint endPosition, uint flags, nint identifier, nint userData);

    /// <summary>Loads it; null when this machine has none.</summary>
    public static EspeakLibrary? TryLoad()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return new EspeakLibrary(library) is { _sampleRateHz: > 0 } loaded ? loaded : null;
        }

        return null;
    }

    /// <summary>True when this machine has it. Nothing is begun.</summary>
    public static bool Exists()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            NativeLibrary.Free(library);
            return true;
        }

        return false;
    }

    /// <summary>Speaks a text.</summary>
    /// <exception cref="InvalidOperationException">The library has no such voice, or failed.</exception>
    public RawSpeech Speak(string text, Timbre timbre)
    {
        if (Function<SetVoiceByName>("espeak_SetVoiceByName")(Encoding.UTF8.GetBytes(timbre.Voice + '\0')) != 0)
        {
            throw new InvalidOperationException($"espeak-ng has no voice {timbre.Voice}.");
        }

        var set = Function<SetParameter>("espeak_SetParameter");
        set(ParameterRate, timbre.WordsPerMinute, 0);
        set(ParameterPitch, timbre.Pitch, 0);
        set(ParameterRange, timbre.Range, 0);
        MakeRepeatable();
        var bytes = Encoding.UTF8.GetBytes(text + '\0');
        var result = Function<Synth>("espeak_Synth")(bytes, (nuint)bytes.Length, 0, PositionInCharacters, 0, Utf8Text, 0, 0);
        if (result != 0) throw new InvalidOperationException($"espeak-ng failed with {result}.");
        return new RawSpeech(_sampleRateHz, [.. _marks], [.. _samples]);
    }

    private static void MakeRepeatable()
    {
        foreach (var name in CLibraries)
        {
            if (!NativeLibrary.TryLoad(name, out var library) || !NativeLibrary.TryGetExport(library, "srand", out var seed)) continue;
            Marshal.GetDelegateForFunctionPointer<SeedNoise>(seed)(NoiseSeed);
            return;
        }
    }

    private int OnSound(nint samples, int count, nint events)
    {
        if (samples != 0 && count > 0)
        {
            var piece = new short[count];
            Marshal.Copy(samples, piece, 0, count);
            _samples.AddRange(piece);
        }

        for (var at = events; Marshal.ReadInt32(at) is not EventEnd and var type; at += EventBytes)
        {
            if (type == EventWord) _marks.Add(new WordMark(Marshal.ReadInt32(at, TextPositionAt) - 1, Marshal.ReadInt32(at, SampleAt)));
        }

        return 0;
    }

    private T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
}

/// <summary>Where a word begins.</summary>
/// <param name="Character">In the text, in Unicode code points from 0.</param>
/// <param name="Sample">In the sound, from 0.</param>
internal sealed record WordMark(int Character, int Sample);

/// <summary>What espeak-ng made of a text.</summary>
/// <param name="SampleRateHz">Samples a second.</param>
/// <param name="Marks">Where words begin, in the order of the sound; a word such as a number may have several.</param>
/// <param name="Samples">The sound, one channel.</param>
internal sealed record RawSpeech(int SampleRateHz, IReadOnlyList<WordMark> Marks, short[] Samples);
