/** Of a folder: nobody else on the machine may read what a flow receives and sends. */
export const FOLDER_MODE = 0o700;
/** The same of a file. */
export const FILE_MODE = 0o600;
