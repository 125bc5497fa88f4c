using ILGPU;

namespace FunctionsPipeline.GpuWorker.Kernels;

/// <summary>Adds up what the threads of a group have summed, several sums at a time, through the group's own memory.</summary>
internal static class GroupSum
{
    /// <summary>Threads of a group at most: room in its memory. A power of two, and so is every group's size.</summary>
    public const int ThreadsMax = 128;

    /// <summary>Sums at a time, at most.</summary>
    private const int FieldsMax = 5;

    /// <summary>The group's memory: a row of <see cref="ThreadsMax"/> for each sum.</summary>
    public static ArrayView<long> Begin() => SharedMemory.Allocate<long>(FieldsMax * ThreadsMax);

    /// <summary>Puts a thread's own sum down.</summary>
    public static void Put(ArrayView<long> sums, int field, long value) => sums[field * ThreadsMax + Group.IdxX] = value;

    /// <summary>Every thread of the group calls it; the first one writes the sums out.</summary>
    public static void Write(ArrayView<long> sums, int fields, ArrayView<long> target, int at)
    {
        var thread = Group.IdxX;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
            {
                for (var field = 0; field < fields; field++) sums[field * ThreadsMax + thread] += sums[field * ThreadsMax + thread + half];
            }

            Group.Barrier();
        }

        if (thread > 0) return;
        for (var field = 0; field < fields; field++) target[at + field] = sums[field * ThreadsMax];
    }
}
